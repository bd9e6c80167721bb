"""Words of a shop and its people, of which plausible texts are made.

In:  nothing.
Out: tables of names, things, places and phrases, all made up.
"""

from typing import Final

THINGS: Final = (
    *("floor lamp", "desk lamp", "armchair", "side table", "bookshelf", "wool rug", "oak bench"),
    *("tea kettle", "cutting board", "linen curtain", "coat stand", "wall clock", "footstool"),
    *("dining chair", "picture frame", "storage box", "table runner", "plant pot", "mirror"),
)
QUALITIES: Final = (
    *("arc", "brushed brass", "solid oak", "matt black", "hand-woven", "folding", "low", "round"),
    *("slender", "smoked glass", "powder-coated", "light grey", "washed linen", "compact"),
)
BRANDS: Final = (
    *("Nordlys", "Halden", "Bruma", "Tessel", "Ostrava", "Kvist", "Marelle", "Lindgaard"),
    *("Fjelde", "Arbo", "Quill & Pine", "Sable House"),
)
GIVEN_NAMES: Final = (
    *("Ines", "Tomasz", "Mirela", "Jonas", "Aiko", "Noor", "Luca", "Freya", "Mateo", "Ada"),
    *("Zeynep", "Kofi", "Linnea", "Bruno"),
)
FAMILY_NAMES: Final = (
    *("Berg", "Kowalska", "Ionescu", "Sato", "Haddad", "Ricci", "Larsen", "Vega", "Lind"),
    *("Yilmaz", "Mensah", "Novak"),
)
CITIES: Final = (
    *("Berlin", "Rotterdam", "Porto", "Gdansk", "Lyon", "Aarhus", "Turin", "Malmo", "Ghent"),
    "Graz",
)
REGIONS: Final = ("Saxony", "Utrecht", "Minho", "Pomerania", "Jutland", "Piedmont", "Styria")
STREETS: Final = (
    *("Lime Street", "Harbour Road", "Mill Lane", "Station Square", "Garden Row", "North Quay"),
    "Orchard Way",
)
COUNTRIES: Final = ("DE", "NL", "PT", "PL", "FR", "DK", "IT", "SE", "BE", "AT")
COUNTRY_NAMES: Final = (
    *("Germany", "Netherlands", "Portugal", "Poland", "France", "Denmark", "Italy", "Sweden"),
    *("Belgium", "Austria"),
)
CURRENCIES: Final = ("EUR", "GBP", "USD", "SEK", "DKK", "PLN", "CHF", "JPY")
LANGUAGES: Final = ("en", "de", "nl", "fr", "pt", "pl", "sv")
LOCALES: Final = ("en-GB", "de-DE", "nl-NL", "fr-FR", "pt-PT", "pl-PL", "sv-SE")
ZONES: Final = ("Europe/Berlin", "Europe/Lisbon", "Europe/Warsaw", "Europe/Copenhagen", "UTC")
COLOURS: Final = ("brass", "black", "oak", "ivory", "sage", "terracotta", "slate", "walnut")
TAGS: Final = (
    *("lighting", "seating", "storage", "textiles", "kitchen", "garden", "hallway", "reading"),
    *("gift", "sale", "handmade", "recycled"),
)
ROLES: Final = ("viewer", "editor", "buyer", "owner", "auditor", "planner")
UNITS: Final = ("piece", "pair", "set", "metre", "kg", "litre")
MEDIA_TYPES: Final = ("image/webp", "image/jpeg", "application/pdf", "text/plain")
FILES: Final = ("front.webp", "manual.pdf", "label.png", "care-notes.txt", "invoice.pdf")
SENTENCES: Final = (
    "A steady foot and a warm light over the reading chair.",
    "Made of solid oak and finished by hand with plain oil.",
    "It took ten minutes to set up, and nothing has come loose since.",
    "Goes well with linen and dark wood.",
    "The cable could be half a metre longer.",
    "Delivered flat, with all the tools in the box.",
    "Wipe it with a damp cloth and keep it out of the rain.",
    "Quieter than the one it replaced.",
    "Spare parts are kept for ten years.",
    "Every piece differs a little in grain and colour.",
)
# Where nothing else is known of a text.
PLAIN: Final = (
    *("amber", "birch", "cedar", "delta", "ember", "fern", "grove", "harbor", "iris", "juniper"),
    *("kelp", "linden", "maple", "north", "olive", "pine", "quartz", "river", "slate", "tide"),
)
