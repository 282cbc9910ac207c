import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.numbers import application_number, is_application_number
from applications.services import take_numbers

SERIALS = st.integers(min_value=1_000_001, max_value=9_999_999)


def test_the_published_example_of_the_check_digit():
    assert application_number(572) == "5724"


@given(SERIALS)
def test_every_number_checks(serial):
    assert is_application_number(application_number(serial)) is True


@given(SERIALS, st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(serial, place, shift):
    number = application_number(serial)
    wrong = str((int(number[place]) + shift) % 10)
    assert is_application_number(number[:place] + wrong + number[place + 1 :]) is False


@given(SERIALS, st.integers(0, 6))
def test_two_neighbours_swapped_are_always_found(serial, place):
    number = application_number(serial)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert is_application_number(swapped) is (swapped == number)


@pytest.mark.parametrize("text", ["", "4", "57a4", "٥٧٢٤", " 5724"])
def test_what_is_not_digits_is_no_number(text):
    assert is_application_number(text) is False


@pytest.mark.django_db
def test_numbers_taken_are_different_and_check():
    numbers = take_numbers(count=50) + take_numbers(count=1)
    assert len(set(numbers)) == 51
    assert all(map(is_application_number, numbers))
