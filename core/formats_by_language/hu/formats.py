DATE_FORMAT = "Y. F j."
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "Y. F j., H:i"
YEAR_MONTH_FORMAT = "Y. F"
MONTH_DAY_FORMAT = "F j."
SHORT_DATE_FORMAT = "Y. m. d."
SHORT_DATETIME_FORMAT = "Y. m. d., H:i"
FIRST_DAY_OF_WEEK = 1

DATE_INPUT_FORMATS = [
    "%Y. %m. %d.",
    "%Y.%m.%d.",
    "%Y-%m-%d",
]
TIME_INPUT_FORMATS = [
    "%H:%M",
    "%H.%M",
    "%H:%M:%S",
]
DATETIME_INPUT_FORMATS = [
    "%Y. %m. %d. %H:%M",
    "%Y.%m.%d. %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
]

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\xa0"
NUMBER_GROUPING = 3
