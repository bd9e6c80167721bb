# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Answers: the bodies of the contract, and one class a status; building one validates it."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, TypeAlias

from pydantic import MISSING, Field

from .runtime.answer import Answer
from .runtime.body import Body


class Product(Body):
    """`Product` of the contract."""

    id: str

    class_: Annotated[str, Field(alias="class")]

    from_: Annotated[str | MISSING, Field(alias="from")] = MISSING

    json_: Annotated[str | MISSING, Field(alias="json")] = MISSING

    model_config_: Annotated[str | MISSING, Field(alias="model_config")] = MISSING

    copy_: Annotated[str | MISSING, Field(alias="copy")] = MISSING

    field_2fa: Annotated[str | MISSING, Field(alias="2fa")] = MISSING

    x_y: Annotated[str | MISSING, Field(alias="x-y")] = MISSING

    größe: str | MISSING = MISSING

    field_id: Annotated[str | MISSING, Field(alias="_id")] = MISSING

    none: Annotated[str | MISSING, Field(alias="None")] = MISSING

    str_: Annotated[str | MISSING, Field(alias="str")] = MISSING


@dataclass(frozen=True, slots=True)
class GetProduct200(Answer[Product]):
    """The product."""

    status: ClassVar[int] = 200


GetProductResponse: TypeAlias = GetProduct200
