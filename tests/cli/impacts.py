"""Changes of the storefront's upstreams, and what each does to the operations of its clients.

A change is the upstream, a file of its contract, patterns that are met once with what takes their
place, and the class of every operation that is touched.
"""

import shutil

# Of the storefront without its ledger: what leaks is judged by the contract as it stands.
NO_LEDGER = shutil.ignore_patterns("releases", "events", "waivers", "evidence")
# A day on which it had none.
BEFORE_ALL = ("--as-of", "2020-01-01")
CATALOG, PRICING = "catalog", "pricing"
PAGE = "GET /products/{productId}"


def block(key):
    """Give the pattern of a property with all that stands below it."""
    return rf" {{8}}{key}:.*\n(?: {{9,}}.*\n)*"


OPENAPI = "openapi.yaml"
PARTNER = ("GET /v1/products", "POST /v1/products/batch", "GET /v1/products/{product_id}")

CHANGES = {
    "a field that web alone uses is removed": (
        CATALOG,
        "schemas.yaml",
        [(r"attributes, seo\]", "attributes]"), (block("seo"), "")],
        {"web": {PAGE: "leaks"}},
    ),
    "a field that nobody uses is removed": (
        CATALOG,
        "schemas.yaml",
        [(block("condition"), "")],
        {},
    ),
    "an optional field that one client copies is removed": (
        PRICING,
        "openapi.yaml",
        [(block("wholesale"), "")],
        # Nobody says what the function that places orders reads.
        {
            "web": {"POST /orders": "degraded"},
            "admin": {PAGE: "degraded", "PUT /prices/{sku}": "mapping-broken"},
        },
    ),
    "a field is added": (
        CATALOG,
        "schemas.yaml",
        [(r"    deletedAt:\n", "    weight: {type: number, maximum: 1000}\n    deletedAt:\n")],
        {},
    ),
    "a list may be absent": (
        CATALOG,
        "schemas.yaml",
        [(r"categoryId, mediaIds, ", "categoryId, ")],
        {
            "web": {PAGE: "shielded", "GET /search": "shielded"},
            "mobile": {"GET /v3/products": "shielded", "GET /v3/products/{id}": "shielded"},
        },
    ),
    "a status that is told apart is gone": (
        CATALOG,
        OPENAPI,
        [(r"( +)\"410\":\n +description: The product left.*\n(?:\1 +.*\n)+", "")],
        {
            "mobile": {"GET /v3/products/{id}": "degraded"},
            "web": {PAGE: "degraded"},
            "partner": {"GET /v1/products/{product_id}": "degraded"},
            "admin": {PAGE: "degraded"},
        },
    ),
    "a listed value has another name": (
        CATALOG,
        "schemas.yaml",
        [(r"ACTIVE, RETIRED\]\n", "ACTIVE, GONE]\n")],
        {
            "web": {PAGE: "mapping-broken"},
            "admin": {PAGE: "leaks", "PATCH /products/{productId}": "leaks"},
        },
    ),
    "a field may be null": (
        CATALOG,
        "schemas.yaml",
        [(r"type: string(\n +minLength: 1\n +maxLength: 160\n)", r'type: [string, "null"]\1')],
        {
            "web": {PAGE: "leaks", "GET /search": "leaks"},
            "mobile": {"GET /v3/products": "leaks", "GET /v3/products/{id}": "leaks"},
            "admin": {PAGE: "leaks", "PATCH /products/{productId}": "leaks"},
        },
    ),
    "a request is tightened": (
        PRICING,
        "openapi.yaml",
        [(r"minLength: 1, maxLength: 64\}", "minLength: 1, maxLength: 8}")],
        # Nobody says how long the name of a caller is.
        {"web": {PAGE: "degraded", "POST /cart/quote": "degraded", "POST /orders": "degraded"}},
    ),
    "a request asks for more": (
        PRICING,
        "openapi.yaml",
        [(r"( +)name: customerId\n", r"\1name: customerId\n\1required: true\n")],
        {
            "web": {
                PAGE: "mapping-broken",
                "GET /search": "degraded",
                "POST /cart/quote": "mapping-broken",
                "POST /orders": "degraded",
            },
            "mobile": {"GET /v3/products": "degraded", "GET /v3/products/{id}": "mapping-broken"},
            "partner": {
                "GET /v1/products": "mapping-broken",
                "POST /v1/products/batch": "mapping-broken",
                "GET /v1/products/{product_id}": "mapping-broken",
            },
            "admin": {PAGE: "degraded"},
        },
    ),
    "an optional source answers less": (
        "inventory",
        "schemas.yaml",
        [(r"required: \[available, total\]\n", "required: [total]\n")],
        {
            "web": {PAGE: "degraded", "GET /search": "shielded", "POST /cart/quote": "shielded"},
            "mobile": {"GET /v3/products": "shielded", "GET /v3/products/{id}": "degraded"},
            "partner": {
                "GET /v1/products": "shielded",
                "POST /v1/products/batch": "shielded",
                "GET /v1/products/{product_id}": "leaks",
            },
        },
    ),
    "values of a map are of another kind": (
        CATALOG,
        "schemas.yaml",
        [(r"additionalProperties: \{type: string, .*\}", "additionalProperties: {type: number}")],
        {"web": {PAGE: "leaks"}, "admin": {PAGE: "leaks"}},
    ),
    "a header that is read is gone": (
        CATALOG,
        OPENAPI,
        [(r" +ETag: \{\$ref: .*\}\n( +content:\n.*\n.*\n +example:\n)", r"\1")],
        {"admin": {PAGE: "mapping-broken"}},
    ),
    "an operation stands under another path": (
        "recommendations",
        "openapi.json",
        [(r'"/v1/products/', '"/v2/products/')],
        {
            "web": {PAGE: "degraded"},
            "mobile": {"GET /v3/products/{id}/more": "mapping-broken"},
        },
    ),
    "an operation has another name": (
        "reviews",
        OPENAPI,
        [(r"operationId: listQueue", "operationId: readQueue")],
        {"admin": {"GET /reviews/queue": "mapping-broken"}},
    ),
    "another status is the success": (
        "reviews",
        OPENAPI,
        [(r'"200":(\n +description: One page of the queue)', r'"203":\1')],
        {"admin": {"GET /reviews/queue": "mapping-broken"}},
    ),
    "a list has another name, and no composition says it": (
        "inventory",
        "schemas.yaml",
        [(r"required: \[stock\]\n  properties:\n    stock:", "properties:\n    levels:")],
        {
            "web": {"GET /search": "degraded", "POST /cart/quote": "mapping-broken"},
            "mobile": {"GET /v3/products": "degraded"},
            "partner": {
                "GET /v1/products": "mapping-broken",
                "POST /v1/products/batch": "mapping-broken",
            },
        },
    ),
    "a member of a body that is handed on is no longer taken": (
        PRICING,
        OPENAPI,
        [(block("note"), "")],
        {"admin": {"PUT /prices/{sku}": "mapping-broken"}},
    ),
    "a parameter travels elsewhere": (
        "orders",
        OPENAPI,
        [(r"in: query(\n +description: For whom the caller acts)", r"in: header\1")],
        {"web": {"GET /orders/{orderId}": "mapping-broken"}},
    ),
    "a header that is forwarded has another name": (
        "catalog",
        OPENAPI,
        [(r"name: Accept-Language", "name: X-Language")],
        {
            "web": dict.fromkeys((PAGE, "GET /search", "GET /categories/{categoryId}"), "degraded"),
            "mobile": dict.fromkeys(("GET /v3/products", "GET /v3/products/{id}"), "degraded"),
            "partner": dict.fromkeys(PARTNER, "degraded"),
            "admin": {PAGE: "degraded"},
        },
    ),
    "a path parameter takes less": (
        "orders",
        "schemas.yaml",
        [(r'"\^o-\[0-9\]\{4\}-\[0-9\]\+\$"', '"^o-2[0-9]{3}-[0-9]+$"')],
        {
            "web": {
                "GET /orders": "shielded",
                "GET /orders/{orderId}": "mapping-broken",
                "POST /orders": "shielded",
            },
            "admin": {
                "GET /orders": "shielded",
                "GET /orders/{orderId}": "mapping-broken",
                "POST /orders/{orderId}/cancel": "degraded",
            },
        },
    ),
    "a function may read what is gone": (
        "inventory",
        "schemas.yaml",
        [
            (
                r"reservationId, expiresAt\]\n  properties:\n    reservationId",
                "id]\n  properties:\n    id",
            )
        ],
        {"web": {"POST /orders": "degraded"}},
    ),
    "the header that keys are sent in is called otherwise": (
        "orders",
        OPENAPI,
        [(r"name: Idempotency-Key", "name: Attempt")],
        {
            "web": {"POST /orders": "mapping-broken"},
            "admin": {"POST /orders/{orderId}/cancel": "mapping-broken"},
        },
    ),
    "a function may send what is not enough": (
        "orders",
        "schemas.yaml",
        [(r"\[method, token, holder\]", "[method, token, holder, cvc]")],
        {"web": {"POST /orders": "degraded"}},
    ),
    "a function has to hand over a body": (
        "orders",
        OPENAPI,
        [
            (
                r"( +)operationId: cancelOrder\n",
                r"\g<0>\1requestBody:\n\1  required: true\n"
                r"\1  content: {application/json: {schema: {}}}\n",
            )
        ],
        {"admin": {"POST /orders/{orderId}/cancel": "degraded"}},
    ),
    "a value that a function computes with is of another kind": (
        PRICING,
        OPENAPI,
        [(r"(    Amount:\n.*\n      type:) number\n.*\n.*\n.*\n", r"\1 string\n")],
        {
            "web": {
                PAGE: "leaks",
                "GET /search": "degraded",
                "POST /cart/quote": "leaks",
                "POST /orders": "degraded",
            },
            "mobile": dict.fromkeys(("GET /v3/products", "GET /v3/products/{id}"), "degraded"),
            "partner": dict.fromkeys(PARTNER, "leaks"),
            "admin": {PAGE: "degraded", "PUT /prices/{sku}": "leaks"},
        },
    ),
    "an answer may be of one more kind": (
        "orders",
        "schemas.yaml",
        [
            (r'    - \$ref: "#/WalletPayment"\n', r'\g<0>    - {$ref: "#/GiftPayment"}\n'),
            (r', wallet: "#/WalletPayment"', r'\g<0>, gift: "#/GiftPayment"'),
            (
                r"\nOrderPage:\n",
                "\nGiftPayment:\n  {type: object, required: [method],"
                " properties: {method: {const: gift}}}\n\\g<0>",
            ),
        ],
        {
            "web": {"GET /orders/{orderId}": "mapping-broken", "POST /orders": "degraded"},
            "admin": {
                "GET /orders/{orderId}": "mapping-broken",
                "POST /orders/{orderId}/cancel": "degraded",
            },
        },
    ),
    "a value that only some see is gone": (
        "orders",
        "schemas.yaml",
        [(block("margin"), "")],
        {
            "web": {"POST /orders": "degraded"},
            "admin": {
                "GET /orders/{orderId}": "mapping-broken",
                "POST /orders/{orderId}/cancel": "degraded",
            },
        },
    ),
    "a value that a shape takes is wider": (
        "orders",
        "schemas.yaml",
        [(r'currency: \{type: string, pattern: "\^\[A-Z\]\{3\}\$"', "currency: {type: string")],
        {
            "web": {
                "GET /orders": "mapping-broken",
                "GET /orders/{orderId}": "mapping-broken",
                "POST /orders": "degraded",
            },
            "admin": {
                "GET /orders": "mapping-broken",
                "GET /orders/{orderId}": "mapping-broken",
                "POST /orders/{orderId}/cancel": "degraded",
            },
        },
    ),
    "callers have to show who they are": (
        "reviews",
        OPENAPI,
        [
            (r"operationId: listQueue\n", r"\g<0>      security: [{key: []}]\n"),
            (
                r"components:\n",
                r"\g<0>  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}\n",
            ),
        ],
        {"admin": {"GET /reviews/queue": "mapping-broken"}},
    ),
    "it is somewhere else": (
        "media",
        OPENAPI,
        [(r"https://media.shop", "https://assets.shop")],
        {
            "web": {PAGE: "degraded", "GET /search": "degraded"},
            "mobile": {"GET /v3/products": "degraded", "GET /v3/products/{id}": "degraded"},
        },
    ),
    "a parameter that nobody sends is added": (
        "reviews",
        OPENAPI,
        [(r"( +)- name: sort\n", r"\1- {name: since, in: query, schema: {type: string}}\n\g<0>")],
        {},
    ),
    "what clients may leave out is asked for": (
        PRICING,
        OPENAPI,
        [(r"required: \[amount, currency, reason\]", "required: [amount, currency, reason, note]")],
        {"admin": {"PUT /prices/{sku}": "mapping-broken"}},
    ),
    "what nobody sends stands for something else": (
        CATALOG,
        OPENAPI,
        [(r"default: relevance", "default: newest")],
        {
            "web": {"GET /search": "mapping-broken"},
            "mobile": {"GET /v3/products": "mapping-broken"},
        },
    ),
    "what is left out in a body stands for something else": (
        PRICING,
        OPENAPI,
        [(r"default: false", "default: true")],
        {"admin": {"PUT /prices/{sku}": "mapping-broken"}},
    ),
    "what is always sent has another default": (
        "reviews",
        OPENAPI,
        [
            (
                r"\[newest, highest, lowest\], default: newest",
                "[newest, highest, lowest], default: lowest",
            )
        ],
        {"web": {PAGE: "shielded"}},
    ),
    "members of a body ask for each other": (
        CATALOG,
        "schemas.yaml",
        [(r"  minProperties: 1\n", r"\g<0>  dependentRequired: {title: [lifecycle]}\n")],
        {"admin": {"PATCH /products/{productId}": "mapping-broken"}},
    ),
    "a body is held to a condition": (
        CATALOG,
        "schemas.yaml",
        [(r"  minProperties: 1\n", r"\g<0>  not: {required: [title, lifecycle]}\n")],
        {"admin": {"PATCH /products/{productId}": "mapping-broken"}},
    ),
    "a list that is sent has to be longer": (
        "media",
        "schemas.yaml",
        [(r"minItems: 1\n", "minItems: 2\n")],
        {
            "web": {PAGE: "degraded", "GET /search": "degraded"},
            "mobile": {"GET /v3/products": "degraded"},
        },
    ),
    "a value is nullable by an idiom that says nothing": (
        "inventory",
        "schemas.yaml",
        [(r"code: \{\$ref: (.*)\}", r"code: {nullable: true, allOf: [{$ref: \1}]}")],
        {"admin": {PAGE: "degraded"}},
    ),
}
