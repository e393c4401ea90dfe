import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.model import Channel
from dispatch_tui.core.telling.routing import customer_address, technician_address
from tests.core.builders import call, customer, tech

TEXT, EMAIL, PHONE = Channel.TEXT, Channel.EMAIL, Channel.PHONE
ONE, TWO, MAIL = "+16145550134", "+16145550135", "ann@example.com"


@pytest.mark.parametrize(
    ("channel", "known", "expected"),
    [
        (TEXT, {"phone": ONE, "phone2": TWO, "email": MAIL}, (TEXT, ONE)),
        (TEXT, {"phone2": TWO, "email": MAIL}, (TEXT, TWO)),
        (TEXT, {"email": MAIL}, (PHONE, "")),
        (EMAIL, {"phone": ONE, "email": MAIL}, (EMAIL, MAIL)),
        (EMAIL, {"phone": ONE}, (PHONE, ONE)),
        (EMAIL, {"phone2": TWO}, (PHONE, TWO)),
        (PHONE, {"phone": ONE, "email": MAIL}, (PHONE, ONE)),
        (PHONE, {"phone2": TWO}, (PHONE, TWO)),
        (PHONE, {}, (PHONE, "")),
    ],
)
def test_where_a_customer_is_told(channel, known, expected):
    # the call's channel holds, not the customer's usual one
    assert customer_address(call(channel=channel), customer(channel=EMAIL, **known)) == expected
    assert customer_address(call(channel=EMAIL), customer(**known), channel) == expected


def test_where_a_technician_is_told():
    ann = tech(phone=ONE, email=MAIL)
    assert technician_address(ann) == (TEXT, ONE)
    assert technician_address(tech(channel=EMAIL, phone=ONE, email=MAIL)) == (EMAIL, MAIL)
    assert technician_address(ann, EMAIL) == (EMAIL, MAIL)
    assert technician_address(ann, PHONE) == (PHONE, ONE)
    assert technician_address(tech(email=MAIL)) == (PHONE, "")


address = st.sampled_from(["", ONE, TWO])


@given(st.sampled_from(Channel), st.none() | st.sampled_from(Channel), address, address, st.booleans())
def test_a_way_other_than_the_phone_always_has_an_address(own, asked, phone, phone2, mail):
    who = customer(phone=phone, phone2=phone2, email=MAIL if mail else "")
    channel, where = customer_address(call(channel=own), who, asked)
    assert where or channel is PHONE
    assert channel in (asked or own, PHONE)
    assert where in (phone, phone2, who.email)
