DATE_FORMAT = "j F Y\u202f\\г."
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y\u202f\\г., H:i"
YEAR_MONTH_FORMAT = r"F Y \г."
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = r"j.n.Y \г."
SHORT_DATETIME_FORMAT = r"j.n.Y \г., H:i"
FIRST_DAY_OF_WEEK = 1

DATE_INPUT_FORMATS = [
    "%d.%m.%Y",
    "%d.%m.%Y г.",
    "%d/%m/%Y",
    "%Y-%m-%d",
]
TIME_INPUT_FORMATS = [
    "%H:%M",
    "%H.%M",
    "%H:%M:%S",
]
DATETIME_INPUT_FORMATS = [
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y г. %H:%M",
    "%d/%m/%Y %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
]

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\xa0"
NUMBER_GROUPING = 3
