"""The words of simulated people: names, what callers say, how one gets in. All invented.

Shared by the demo shop and by simulated callers, so that a call that comes in at eleven reads like
those that were there at eight.
"""

from __future__ import annotations

from collections.abc import Mapping

_FIRST_NAMES = """
    Abena Adaeze Ahmed Aisha Alejandro Alice Amara Amir Anders Andre Angela Anh Anita Antonio
    Arjun Asha Beatriz Ben Bilal Brenda Bridget Carlos Carmen Caroline Cheng Chiara Claire Cole
    Dariusz Deborah Demetrius Derek Dina Dolores Doug Edith Eduardo Elena Eli Emeka Erin Esther
    Fatima Felix Fiona Frank Gabriela George Gloria Grace Gwen Hana Harold Hassan Helen Hiroshi
    Ibrahim Imani Ingrid Irene Isaac Ivan Jamal Janet Jasmine Javier Jerome Jin Joanna Jorge
    Joyce Kamala Karen Kavita Keisha Kenji Khalid Kofi Kurt Lakshmi Latoya Leah Leo Lin Linda
    Lorenzo Lucia Luther Maeve Malik Manuel Margaret Maria Marcus Mei Miguel Mina Mohamed
    Monique Nadia Naomi Nikhil Nina Noah Olga Omar Owen Pamela Patrice Paulina Pedro Phuong
    Priya Rachel Rafael Rashid Renee Ricardo Rosa Ruth Samir Sandra Sean Selma Shanice Simon
    Sofia Stefan Sunita Susan Tamika Tariq Teresa Thomas Thuy Tomas Tyrone Uma Valerie Vera
    Victor Walter Wei Wendy Winston Xavier Yasmin Yolanda Yuki Zainab Zoe
"""
FIRST_NAMES: tuple[str, ...] = tuple(_FIRST_NAMES.split())

_LAST_NAMES = """
    Abdi Abernathy Acosta Adeyemi Ali Anderson Asante Baker Banerjee Barnes Becker Bell Bianchi
    Boateng Brennan Brooks Burke Cabrera Campbell Castillo Chandra Chen Cho Clark Coleman Cooper
    Costa Cruz Dang Davis Delgado Desai Diallo Dixon Dominguez Doyle Duong Edwards Eriksson
    Espinoza Evans Farah Fernandez Fischer Fitzgerald Flores Foster Franklin Garcia Gebre Ghosh
    Gibson Gomez Graham Grant Greene Gupta Haddad Hall Hansen Harper Hassan Hayes Henderson
    Hernandez Hoang Hughes Hussein Ibarra Iyer Jackson Jansen Jefferson Johnson Kaminski Kaur
    Kelly Khan Kim Kowalski Kumar Lambert Larsen Lee Lewis Li Lopez Mahoney Malhotra Marino
    Martin Mbeki McCarthy Medina Mehta Mensah Meyer Miller Mohamud Moore Morales Murphy Nakamura
    Navarro Nelson Nguyen Novak Nwosu Obrien Okafor Olsen Ortiz Osei Owens Park Patel Perez
    Peterson Petrov Pham Pierce Price Quinn Ramirez Rao Reed Reyes Rivera Robinson Romano Rossi
    Russell Saito Salazar Sanchez Schmidt Shah Sharma Silva Singh Smith Solomon Stewart Sullivan
    Suzuki Tadesse Tanaka Taylor Thompson Torres Tran Turner Ueda Vargas Vasquez Vogel Wagner
    Walker Wang Warsame Washington Weber White Williams Wong Wright Wu Yamamoto Yang Young Yusuf
    Zhang Zimmerman
"""
LAST_NAMES: tuple[str, ...] = tuple(_LAST_NAMES.split())

BUSINESS_NAMES: tuple[str, ...] = (
    "{street} Dental",
    "{last} Property Management",
    "{last} & {last2} Law Office",
    "{area} Bakery",
    "{area} Montessori School",
    "{last}'s Market",
    "{street} Animal Hospital",
    "{area} Yoga Studio",
    "{last} Funeral Home",
    "{area} Branch Library",
)
"""Patterns of business customers' names."""

PROBLEMS: Mapping[str, tuple[str, ...]] = {
    "GASLEAK": (
        "Rotten egg smell by the furnace, getting stronger. Windows are open.",
        "Smells gas near the dryer since this morning, stove is off.",
    ),
    "BURST": (
        "Water coming through the kitchen ceiling, main valve won't turn.",
        "Pipe split behind the washer, floor is wet, holding it with towels.",
    ),
    "NOHEAT": (
        "Furnace clicks three times and gives up. 57 degrees inside, baby in the house.",
        "Blower runs but the air is cold. Changed the filter already.",
        "Boiler pressure at zero, radiators cold since last night.",
        "Furnace light blinks four times, pause, four times.",
    ),
    "NOCOOL": (
        "Outside unit hums but the fan doesn't turn.",
        "Ice on the copper line and warm air from the vents.",
        "Upstairs is 84, downstairs is fine.",
        "Breaker for the AC trips as soon as it starts.",
    ),
    "TUNEUP": (
        "Yearly furnace check, member plan.",
        "Spring check of both units, filters are in the hall closet.",
        "Wants a tune-up before listing the house.",
    ),
    "THERMO": (
        "Thermostat screen is blank even with new batteries.",
        "Bought a smart thermostat, no wire for C.",
        "Heat comes on at night whatever is set.",
    ),
    "WATERHTR": (
        "No hot water. Pilot lights but won't stay.",
        "Tank is leaking from the bottom seam, 14 years old.",
        "Hot water lasts two minutes, then cold.",
    ),
    "LEAK": (
        "Drip under the kitchen sink, bucket fills overnight.",
        "Stain on the dining room ceiling below the bathroom, growing.",
        "Wet spot in the yard by the meter, bill doubled.",
        "Dishwasher supply line sprays when it fills.",
    ),
    "DRAIN": (
        "Basement floor drain backs up when the washer empties.",
        "Shower drains very slowly, snaked it once, no luck.",
        "Kitchen sink full and gurgling, both bowls.",
    ),
    "FIXTURE": (
        "Toilet runs all night, replaced the flapper twice.",
        "Kitchen tap handle came off in my hand.",
        "Toilet rocks and there is a ring of water around it.",
    ),
    "NOPOWER": (
        "Half the house is dark, breakers look fine.",
        "Lights dim and come back, buzzing at the meter.",
        "Bedroom circuit dead since the storm.",
    ),
    "OUTLET": (
        "Outlet by the sink sparks when the toaster goes in.",
        "Needs a GFCI in the garage for the freezer.",
        "Wall switch is warm to the touch.",
    ),
    "PANEL": (
        "Fuse box from 1962, insurance wants breakers.",
        "Adding a 50 amp circuit for a car charger.",
        "Main breaker trips with dryer and oven together.",
    ),
    "LIGHTS": (
        "Six recessed lights in the living room, fixtures are here.",
        "Parking lot lights stay off at dusk.",
        "Ceiling fan wobbles and hums.",
    ),
    "FRIDGE": (
        "Fridge at 52 degrees, freezer is fine. Insulin inside.",
        "Walk-in cooler alarm, 47 and climbing, lunch starts at 11.",
        "Freezer builds ice on the back wall every week.",
    ),
    "WASHER": (
        "Washer stops before the spin with the drum full.",
        "Dryer runs but clothes stay wet, vent was cleaned in spring.",
        "Loud bang on spin, it walks across the floor.",
    ),
    "DISHW": (
        "Dishwasher leaves a puddle on the left side.",
        "Won't drain, an inch of water after each cycle.",
        "Door won't latch since yesterday.",
    ),
    "OVEN": (
        "Oven is 60 degrees off, burned two cakes.",
        "Front burner clicks and clicks and won't light.",
        "Range error F9, door stays locked.",
    ),
}
"""What callers say, by call type code."""

ANY_PROBLEM = ("Something is wrong and they would like someone to look at it.",)
"""For call types that the shop has made itself."""

ACCESS_NOTES: tuple[str, ...] = (
    "Gate code 4417, latch sticks",
    "Dog in the yard, friendly but loud",
    "Use the alley door, front steps are being repaired",
    "Key in the lockbox, ask the office for the code",
    "Call ten minutes ahead, she has to come down",
    "Park on the street, driveway is shared",
    "Buzz 3B, then the second elevator",
    "Baby sleeps 12 to 2, please knock softly",
    "Basement door on the left side, low beam",
    "Tenant at home, owner pays",
    "Sign in at the front desk, hard hat on site",
    "Two cats, keep the hall door shut",
)

INSTRUCTIONS: tuple[str, ...] = (
    "Show the price before starting; owner decides by phone.",
    "Under warranty until next May, take the serial number.",
    "Bring shoe covers, floors were just done.",
    "Third visit for this: please take the time to explain.",
    "Send photos of the finished work to the property manager.",
    "Hard of hearing, text is better than a call.",
)

CUSTOMER_TAGS: tuple[str, ...] = ("explains", "quick", "patient", "pets", "tidy")
"""Style tags; technicians declare the same words."""

CANNOT_REASONS: tuple[str, ...] = (
    "part not on the truck: inducer motor",
    "needs a second person for the lift",
    "nobody home, called twice",
    "panel is locked, landlord has the key",
    "part not on the truck: control board",
)

HOLD_REASONS: tuple[str, ...] = (
    "part on order: compressor, due Thursday",
    "waiting for the landlord's approval",
    "customer away, will ring when back",
)

CANCEL_REASONS: tuple[str, ...] = (
    "customer found the tripped breaker",
    "booked twice by spouse",
    "went with the home warranty company",
)

PAUSE_NOTES: tuple[str, ...] = ("part run", "lunch", "waiting for the customer")

TECHNICIAN_NAMES: tuple[str, ...] = (
    "Ana Ruiz",
    "Marcus Webb",
    "Priya Nair",
    "Tom Kowalski",
    "Dee Johnson",
    "Luis Ortega",
    "Hannah Berg",
    "Jamal Carter",
    "Mei-Ling Zhou",
    "Sam O'Neill",
    "Fatou Diop",
    "Rob Castellano",
)
"""The first dozen technicians; larger shops draw the rest from the name lists."""

TECHNICIAN_TAGS: tuple[str, ...] = CUSTOMER_TAGS
