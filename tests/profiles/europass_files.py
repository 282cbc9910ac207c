"""Europass CVs made for the tests, as the published schemas have them."""

import io

from pypdf import PdfWriter

SKILLS_PASSPORT = """<?xml version="1.0" encoding="UTF-8"?>
<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass" locale="en">
  <DocumentInfo>
    <DocumentType>ECV</DocumentType>
    <CreationDate>2019-03-01T00:00:00.000Z</CreationDate>
    <LastUpdateDate>2019-03-01T00:00:00.000Z</LastUpdateDate>
    <XSDVersion>V3.3</XSDVersion>
    <Generator>A test</Generator>
  </DocumentInfo>
  <LearnerInfo>
    <Identification>
      <PersonName><FirstName>Ελένη Μαρία</FirstName><Surname>Παπαδοπούλου</Surname></PersonName>
      <ContactInfo>
        <Address><Contact>
          <AddressLine>Rue Haute 12</AddressLine><PostalCode>1000</PostalCode>
          <Municipality>Bruxelles</Municipality>
          <Country><Code>BE</Code><Label>Belgium</Label></Country>
        </Contact></Address>
        <Email><Contact>eleni@example.eu</Contact></Email>
        <TelephoneList><Telephone><Contact>+32 2 123 45 67</Contact></Telephone></TelephoneList>
      </ContactInfo>
      <Demographics>
        <Birthdate year="1990" month="--05" day="---17"/>
        <Gender><Code>F</Code><Label>Female</Label></Gender>
        <NationalityList><Nationality><Code>EL</Code><Label>Greek</Label></Nationality></NationalityList>
      </Demographics>
      <Photo><MimeType>image/png</MimeType><Data>AAAA</Data></Photo>
    </Identification>
    <WorkExperienceList>
      <WorkExperience>
        <Period><From year="2015" month="--09" day="---01"/><Current>true</Current></Period>
        <Position><Label>Auditor</Label></Position>
        <Activities>Checked the accounts of programmes &amp; reported.</Activities>
        <Employer>
          <Name>Court of Auditors</Name>
          <ContactInfo>
            <Address><Contact><Municipality>Luxembourg</Municipality>
              <Country><Code>LU</Code><Label>Luxembourg</Label></Country></Contact></Address>
            <Website><Contact>https://www.example.eu/</Contact></Website>
          </ContactInfo>
          <Sector><Label>Public administration</Label></Sector>
        </Employer>
      </WorkExperience>
      <WorkExperience>
        <Period><From year="2013"/><To year="2014" month="--06"/></Period>
        <Position><Label>Trainee</Label></Position>
        <Employer><Name>Ministry of Finance</Name></Employer>
      </WorkExperience>
    </WorkExperienceList>
    <EducationList>
      <Education>
        <Period>
          <From year="2008" month="--10" day="---01"/><To year="2012" month="--07" day="---10"/>
        </Period>
        <Title>Πτυχίο Οικονομικών</Title>
        <Organisation>
          <Name>Πανεπιστήμιο Αθηνών</Name>
          <ContactInfo><Address><Contact><Municipality>Athens</Municipality>
            <Country><Code>EL</Code><Label>Greece</Label></Country></Contact></Address></ContactInfo>
        </Organisation>
        <Level><Code>6</Code><Label>EQF 6</Label></Level>
        <Field><Label>Economics</Label></Field>
      </Education>
    </EducationList>
    <Skills>
      <Linguistic>
        <MotherTongueList>
          <MotherTongue><Description><Code>el</Code><Label>Greek</Label></Description></MotherTongue>
          <MotherTongue><Description><Label>Elvish</Label></Description></MotherTongue>
        </MotherTongueList>
        <ForeignLanguageList>
          <ForeignLanguage>
            <Description><Code>fr</Code><Label>French</Label></Description>
            <ProficiencyLevel>
              <Listening>C1</Listening><Reading>C2</Reading>
              <SpokenInteraction>C1</SpokenInteraction><SpokenProduction>B2</SpokenProduction>
              <Writing>B2</Writing>
            </ProficiencyLevel>
          </ForeignLanguage>
        </ForeignLanguageList>
      </Linguistic>
      <Communication><Description>I speak in public.</Description></Communication>
    </Skills>
  </LearnerInfo>
</SkillsPassport>
"""

CANDIDATE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Candidate xmlns="http://www.europass.eu/1.0" xmlns:oa="http://www.openapplications.org/oagis/9"
    xmlns:eures="http://www.europass_eures.eu/1.0" xmlns:hr="http://www.hr-xml.org/3">
  <hr:DocumentID schemeID="Test-0001" schemeName="DocumentIdentifier" schemeAgencyName="EUROPASS"/>
  <CandidateSupplier>
    <PersonContact><PersonName><oa:GivenName>Somebody</oa:GivenName></PersonName></PersonContact>
  </CandidateSupplier>
  <CandidatePerson>
    <PersonName><oa:GivenName>Мария</oa:GivenName><hr:FamilyName>Иванова</hr:FamilyName></PersonName>
    <Communication><ChannelCode>Email</ChannelCode><oa:URI>maria@example.eu</oa:URI></Communication>
    <Communication>
      <ChannelCode>Telephone</ChannelCode><CountryDialing>359</CountryDialing>
      <oa:DialNumber>888123456</oa:DialNumber>
    </Communication>
    <Communication>
      <Address type="home">
        <oa:AddressLine>ul. Shipka 1</oa:AddressLine><oa:CityName>Sofia</oa:CityName>
        <CountryCode>bg</CountryCode><oa:PostalCode>1504</oa:PostalCode>
      </Address>
    </Communication>
    <NationalityCode>bg</NationalityCode>
    <hr:BirthDate>1992-11-03</hr:BirthDate>
    <hr:GenderCode>2</hr:GenderCode>
    <PrimaryLanguageCode name="NORMAL">bul</PrimaryLanguageCode>
  </CandidatePerson>
  <CandidateProfile languageCode="en">
    <hr:ID schemeID="Test-0001" schemeName="CandidateProfileID"/>
    <EmploymentHistory>
      <EmployerHistory>
        <hr:OrganizationName>National Bank</hr:OrganizationName>
        <OrganizationContact><Communication><Address>
          <oa:CityName>Sofia</oa:CityName><CountryCode>bg</CountryCode>
        </Address></Communication></OrganizationContact>
        <PositionHistory>
          <PositionTitle typeCode="FREETEXT">Analyst</PositionTitle>
          <eures:EmploymentPeriod>
            <eures:StartDate><hr:FormattedDateTime>2018-02</hr:FormattedDateTime></eures:StartDate>
            <eures:EndDate><hr:FormattedDateTime>2021-03-31</hr:FormattedDateTime></eures:EndDate>
            <hr:CurrentIndicator>false</hr:CurrentIndicator>
          </eures:EmploymentPeriod>
          <oa:Description>
            &lt;p&gt;Wrote &lt;b&gt;reports&lt;/b&gt; on risk.&lt;/p&gt;
            &lt;ul&gt;&lt;li&gt;Models&lt;/li&gt;&lt;/ul&gt;&lt;script&gt;alert(1)&lt;/script&gt;
          </oa:Description>
          <City>Sofia</City>
          <Country>bg</Country>
        </PositionHistory>
      </EmployerHistory>
    </EmploymentHistory>
    <EducationHistory>
      <EducationOrganizationAttendance>
        <hr:OrganizationName>Sofia University</hr:OrganizationName>
        <OrganizationContact><Communication><Address>
          <oa:CityName>Sofia</oa:CityName><CountryCode>bg</CountryCode>
        </Address></Communication></OrganizationContact>
        <hr:ProgramName>Master of Finance</hr:ProgramName>
        <EducationLevelCode listName="EQF">7</EducationLevelCode>
        <AttendancePeriod>
          <StartDate><hr:FormattedDateTime>2015-10-01</hr:FormattedDateTime></StartDate>
          <EndDate><hr:FormattedDateTime>2017</hr:FormattedDateTime></EndDate>
        </AttendancePeriod>
      </EducationOrganizationAttendance>
    </EducationHistory>
    <PersonQualifications>
      <PersonCompetency>
        <CompetencyID schemeName="NORMAL">eng</CompetencyID>
        <hr:TaxonomyID>language</hr:TaxonomyID>
        <eures:CompetencyDimension>
          <hr:CompetencyDimensionTypeCode>CEF-Understanding-Listening</hr:CompetencyDimensionTypeCode>
          <eures:Score><hr:ScoreText>C1</hr:ScoreText></eures:Score>
        </eures:CompetencyDimension>
        <eures:CompetencyDimension>
          <hr:CompetencyDimensionTypeCode>CEF-Understanding-Reading</hr:CompetencyDimensionTypeCode>
          <eures:Score><hr:ScoreText>C2</hr:ScoreText></eures:Score>
        </eures:CompetencyDimension>
        <eures:CompetencyDimension>
          <hr:CompetencyDimensionTypeCode>CEF-Speaking-Interaction</hr:CompetencyDimensionTypeCode>
          <eures:Score><hr:ScoreText>B2</hr:ScoreText></eures:Score>
        </eures:CompetencyDimension>
        <eures:CompetencyDimension>
          <hr:CompetencyDimensionTypeCode>CEF-Speaking-Production</hr:CompetencyDimensionTypeCode>
          <eures:Score><hr:ScoreText>C1</hr:ScoreText></eures:Score>
        </eures:CompetencyDimension>
        <eures:CompetencyDimension>
          <hr:CompetencyDimensionTypeCode>CEF-Writing-Production</hr:CompetencyDimensionTypeCode>
          <eures:Score><hr:ScoreText>B2</hr:ScoreText></eures:Score>
        </eures:CompetencyDimension>
      </PersonCompetency>
      <PersonCompetency>
        <CompetencyID schemeName="NORMAL">jpn</CompetencyID>
        <hr:TaxonomyID>language</hr:TaxonomyID>
      </PersonCompetency>
    </PersonQualifications>
    <VoluntaryWorks>
      <VoluntaryWork><Activity>
        <Title>First aider</Title>
        <Date>
          <StartDate><hr:FormattedDateTime>2016-01-01</hr:FormattedDateTime></StartDate>
          <Ongoing>true</Ongoing>
        </Date>
        <Location>Sofia</Location>
        <Description>Helped at concerts.</Description>
      </Activity></VoluntaryWork>
    </VoluntaryWorks>
    <DigitalSkills><DigitalSkill>Spreadsheets</DigitalSkill></DigitalSkills>
    <Attachment><EmbeddedData>AAAA</EmbeddedData></Attachment>
  </CandidateProfile>
</Candidate>
"""


def pdf_with(content: bytes, name: str = "attachment.xml", *, password: str = "") -> bytes:
    """A PDF of one page with a file attached to it, packed as Europass packs it."""
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.add_attachment(name, content)
    for each in writer.attachment_list:
        _pack(each)
    if password:
        writer.encrypt(password)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _pack(attached) -> None:  # type: ignore[no-untyped-def]  # of a library that has no types for it
    from pypdf.generic import NameObject

    entry = attached.pdf_object["/EF"]
    packed = entry["/F"].get_object().flate_encode()
    packed[NameObject("/Type")] = NameObject("/EmbeddedFile")
    indirect = entry.raw_get("/F")
    indirect.pdf._objects[indirect.idnum - 1] = packed


def bare_pdf(*objects: bytes) -> bytes:
    """A PDF of just these objects, the first of them its catalogue."""
    content = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(content)
