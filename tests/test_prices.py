"""`make prices` reads list prices anew, and never loses those that there are."""

import gzip
import io
import shutil
from urllib.error import URLError

import pytest

from landing_zone import Cloud
from landing_zone.gpu_pool.catalog import TABLES, machines, rows
from tools.prices import __main__ as prices
from tools.prices import answers, aws, azure, gcp
from tools.prices.answers import FormatError, NotAskedError, Price
from tools.prices.tables import update

TODAY = "2026-12-24"

AWS_COLUMNS = [
    "SKU", "TermType", "Unit", "PricePerUnit", "Currency", "Instance Type", "Tenancy",
    "Operating System", "CapacityStatus", "MarketOption", "Pre Installed S/W",
]  # fmt: skip
AWS_ROW = ["A", "OnDemand", "Hrs", "0.9", "USD", "g6.xlarge", "Shared", "Linux", "Used",
           "OnDemand", "NA"]  # fmt: skip


def aws_list(*changes, columns=AWS_COLUMNS):
    """Return a price list with a row that counts and others that differ in a column each."""
    rows = [AWS_ROW]
    for column, value in changes:
        row = [*AWS_ROW]
        row[AWS_COLUMNS.index(column)] = value
        rows.append(row)
    quoted = [",".join(f'"{value}"' for value in row) for row in rows]
    about = ['"FormatVersion","v1.0"', '"Publication Date","2026-12-23T20:00:00Z"']
    return [f"{line}\n" for line in [*about, ",".join(f'"{name}"' for name in columns), *quoted]]


def azure_item(**changes):
    return {
        "retailPrice": 3.9, "armRegionName": "westeurope", "productName": "NC A100 v4 Series",
        "armSkuName": "Standard_NC24ads_A100_v4", "skuName": "NC24ads A100 v4",
        "meterName": "NC24ads A100 v4", "unitOfMeasure": "1 Hour", **changes,
    }  # fmt: skip


def sku(description, nanos, usage="OnDemand", regions=("europe-west4",), units="0"):
    price = {"currencyCode": "USD", "units": units, "nanos": nanos}
    rates = [{"startUsageAmount": 0, "unitPrice": price}]
    return {
        "description": description,
        "category": {"usageType": usage},
        "serviceRegions": [*regions],
        "pricingInfo": [{"pricingExpression": {"usageUnit": "h", "tieredRates": rates}}],
    }


G2 = [
    sku("G2 Instance Core running in Netherlands", 27_000_000),
    sku("G2 Instance Ram running in Netherlands", 3_000_000),
    sku("Nvidia L4 GPU running in Netherlands", 600_000_000),
    sku("Spot Preemptible G2 Instance Core running in Netherlands", 10_000_000, "Preemptible"),
    sku("Spot Preemptible G2 Instance Ram running in Netherlands", 1_000_000, "Preemptible"),
    sku("Nvidia L4 GPU attached to Spot Preemptible VMs running in Netherlands", 240_000_000,
        "Preemptible"),
    sku("Commitment v1: Nvidia L4 GPU in Netherlands for 1 Year", 1, "Commit1Yr"),
]  # fmt: skip


@pytest.fixture
def tables(tmp_path):
    """A copy of the catalogue's tables."""
    return shutil.copytree(TABLES, tmp_path / "tables")


@pytest.fixture
def web(monkeypatch):
    """What the clouds answer, by a part of the address; whatever else is asked is out of reach."""
    pages = dict[str, bytes]()
    asked = list[answers.Request]()

    class Answer(io.BytesIO):
        headers = {"Content-Encoding": "gzip"}  # noqa: RUF012

    def urlopen(request, timeout):
        assert 0 < timeout <= 60
        asked.append(request)
        for part, page in pages.items():
            if part in request.full_url:
                return Answer(gzip.compress(page))
        raise URLError("nobody is there")

    monkeypatch.setattr(answers, "urlopen", urlopen)
    monkeypatch.delenv(gcp.KEY, raising=False)
    return pages, asked


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_reads_what_aws_asks_for_linux_on_demand_and_nothing_else():
    others = [
        ("TermType", "Reserved"), ("Operating System", "Windows"), ("Tenancy", "Dedicated"),
        ("CapacityStatus", "UnusedCapacityReservation"), ("Pre Installed S/W", "SQL Web"),
        ("MarketOption", "CapacityBlock"), ("Unit", "Quantity"), ("Currency", "CNY"),
        ("Instance Type", "m7i.large"), ("PricePerUnit", "0.0000000000"),
    ]  # fmt: skip
    for column, value in others:
        text = aws_list((column, value))
        spoilt = [line.replace('"0.9"', '"7.7"') if n > 3 else line for n, line in enumerate(text)]
        found = aws.prices(spoilt, "eu-north-1", machines(Cloud.AWS))
        assert found == {("eu-north-1", "g6.xlarge"): Price(0.9)}, column


@pytest.mark.parametrize("text", [[], ["<html>\n"], aws_list(columns=AWS_COLUMNS[:-1])])
def test_knows_a_price_list_of_aws_that_is_none(text):
    with pytest.raises(FormatError, match="eu-north-1"):
        aws.prices(text, "eu-north-1", machines(Cloud.AWS))


def test_reads_what_azure_asks_for_linux_and_on_spot():
    found = azure.prices(
        [
            azure_item(),
            azure_item(retailPrice=4.1),
            azure_item(retailPrice=1.2, skuName="NC24ads A100 v4 Spot"),
            azure_item(retailPrice=0.7, meterName="NC24ads A100 v4 Low Priority"),
            azure_item(retailPrice=0.1, productName="NC A100 v4 Series Windows"),
            azure_item(retailPrice=0.2, unitOfMeasure="1 Month"),
            azure_item(retailPrice=0.0),
        ]
    )

    assert found == {("westeurope", "Standard_NC24ads_A100_v4"): Price(3.9, 1.2)}


def test_adds_up_what_google_cloud_asks_for_the_parts_of_a_machine():
    found = gcp.prices(G2)

    assert found["europe-west4", "g2-standard-4"].usd_hour == pytest.approx(0.756)
    assert found["europe-west4", "g2-standard-4"].spot_usd_hour == pytest.approx(0.296)
    assert found["europe-west4", "g2-standard-96"].usd_hour == pytest.approx(8.544)
    assert {machine.rpartition("-")[0] for _, machine in found} == {"g2-standard"}


def test_adds_nothing_up_where_a_part_is_missing():
    assert gcp.prices(G2[1:]) == {}
    assert gcp.prices([*G2[:3]])["europe-west4", "g2-standard-4"].spot_usd_hour is None


def test_every_series_that_is_added_up_is_one_of_the_catalogue():
    series = {row["series"] for row in rows("series") if row["cloud"] == "gcp"}

    assert set(gcp.PARTS) <= series


@pytest.mark.parametrize("reader", [azure.prices, gcp.prices])
@pytest.mark.parametrize("answer", [[{}], [None], ["text"], [{"retailPrice": "much"}], 7])
def test_knows_an_answer_that_is_none(reader, answer):
    with pytest.raises(FormatError):
        reader(answer)


def test_writes_prices_with_their_source_and_leaves_the_rest(tables):
    key = ("westeurope", "Standard_NC24ads_A100_v4")
    before = contents(tables)
    said = update(Cloud.AZURE, {key: Price(3.9, 1.2)}, TODAY, tables)
    after = contents(tables)

    assert said == f"2 prices of {TODAY}"
    assert {name for name in after if after[name] != before.get(name)} == {
        "azure_offers.csv",
        "sources.csv",
    }
    changed = after["azure_offers.csv"].decode().splitlines()
    old = before["azure_offers.csv"].decode().splitlines()
    assert [line for line in changed if line not in old] == [
        f"westeurope,Standard_NC24ads_A100_v4,,,3.9,azure-{TODAY},1.2,azure-{TODAY}-spot"
    ]
    assert f"azure-{TODAY},{TODAY},listed,https://prices.azure.com" in after["sources.csv"].decode()


def test_forgets_a_source_that_nothing_is_from_any_more(tables):
    offers = [*rows("azure_offers")]
    all_of_them = {
        (row["region"], row["machine"]): Price(float(row["usd_hour"]) * 1.1) for row in offers
    }
    *most, last = all_of_them
    update(Cloud.AZURE, {key: all_of_them[key] for key in most}, TODAY, tables)
    assert "azure-list," in (tables / "sources.csv").read_text()

    update(Cloud.AZURE, {last: all_of_them[last]}, TODAY, tables)
    assert "azure-list," not in (tables / "sources.csv").read_text()


def test_writes_the_same_bytes_where_there_is_nothing_new(tables):
    before = contents(tables)
    for cloud in Cloud:
        assert update(cloud, {}, TODAY, tables) == f"0 prices of {TODAY}"

    assert contents(tables) == before


def test_does_not_believe_a_price_out_of_all_proportion(tables):
    key = ("westeurope", "Standard_NC24ads_A100_v4")
    before = contents(tables)

    for price in (0.01, 400.0):
        said = update(Cloud.AZURE, {key: Price(price)}, TODAY, tables)
        assert said == f"0 prices of {TODAY}, 1 left as they were, being beyond belief"
    assert contents(tables) == before


def test_learns_where_azure_sells_a_machine_from_its_price_alone(tables):
    new = {("chilecentral", "Standard_ND128isr_GB300_v6"): Price(200.0)}
    unknown = {("atlantis", "Standard_NC24ads_A100_v4"): Price(3.9)}
    update(Cloud.AZURE, new | unknown, TODAY, tables)
    update(Cloud.AWS, {("eu-west-1", "p6-b300.48xlarge"): Price(150.0)}, TODAY, tables)

    offers = (tables / "azure_offers.csv").read_text()
    assert f"chilecentral,Standard_ND128isr_GB300_v6,,,200,azure-{TODAY},,\n" in offers
    assert "atlantis" not in offers
    assert "eu-west-1,p6-b300" not in (tables / "aws_offers.csv").read_text()


def test_says_the_date_of_what_it_has_where_there_is_no_network(web, tables, capsys):
    before = contents(tables)

    assert prices.main([], tables) == 0
    said = capsys.readouterr().out
    assert said.startswith("prices stay as they are: aws those of 2025-12 to 2026-07-20 (nobody")
    assert "azure those of 2026-06-18" in said
    assert "GOOGLE_API_KEY holds no API key" in said
    assert said.count("\n") == 1
    assert contents(tables) == before


def test_asks_page_after_page(web, tables, capsys):
    pages, asked = web
    pages["more"] = b'{"Items": [], "NextPageLink": null}'
    pages["prices.azure.com"] = (
        b'{"Items": [], "NextPageLink": "https://prices.azure.com/more?skip=100"}'
    )

    assert prices.main(["--cloud", "azure"], tables) == 0
    assert len(asked) == 2 * len(machines(Cloud.AZURE))
    assert capsys.readouterr().out == f"azure: 0 prices of {prices.datetime.now(prices.UTC):%F}\n"


def test_reads_the_list_of_every_region_of_aws(web, tables, capsys):
    pages, asked = web
    path = "/offers/v1.0/aws/AmazonEC2/20261223/eu-north-1/index.json"
    pages["region_index"] = (
        f'{{"regions": {{"eu-north-1": {{"currentVersionUrl": "{path}"}}}}}}'.encode()
    )
    pages["eu-north-1/index.csv"] = "".join(aws_list()).encode()

    assert prices.main(["--cloud", "aws"], tables) == 0
    assert [request.full_url.rpartition("/")[2] for request in asked] == [
        "region_index.json",
        "index.csv",
    ]
    assert capsys.readouterr().out.startswith("aws: 1 prices of ")
    assert ",0.9,aws-" in (tables / "aws_offers.csv").read_text()


def test_keeps_the_key_out_of_addresses(web, tables, monkeypatch, capsys):
    pages, asked = web
    monkeypatch.setenv(gcp.KEY, "hush")
    pages["cloudbilling"] = b'{"skus": []}'

    assert prices.main(["--cloud", "gcp"], tables) == 0
    assert "hush" not in asked[0].full_url
    assert asked[0].headers["X-goog-api-key"] == "hush"
    assert "hush" not in capsys.readouterr().out


@pytest.mark.parametrize("answer", [b"<html>", b"[]", b'{"Items": 3}', b'{"items": []}', b"{"])
def test_leaves_with_3_where_an_answer_is_not_understood(web, tables, answer, capsys):
    pages, _ = web
    pages["prices.azure.com"] = answer
    before = contents(tables)

    assert prices.main(["--cloud", "azure"], tables) == 3
    assert capsys.readouterr().out.startswith("prices stay as they are: azure those of 2026-06-18")
    assert contents(tables) == before


def test_goes_nowhere_but_by_https(web):
    with pytest.raises(FormatError, match="not https"), answers.lines("http://example.com/prices"):
        pass


def test_asks_google_cloud_for_nothing_without_a_key(web):
    with pytest.raises(NotAskedError):
        gcp.read()

    assert not web[1]
