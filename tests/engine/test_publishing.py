"""`pulumi policy publish` of each pack, to a stand-in for Pulumi Cloud on this machine."""

import io
import json
import os
import subprocess
import tarfile
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from landing_zone_policies.catalogue import ALL, PACKS, rules
from landing_zone_policies.live.pack import semantic

from .driving import ENGINE, ROOT, needs_engine

pytestmark = [needs_engine, pytest.mark.engine]

OWN_VERSION = semantic(version("landing-zone"))


class Cloud(HTTPServer):
    """Answers what publishing asks for, and keeps what it is sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.described: dict[str, Any] = {}
        self.archive = b""
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Any

    def do_GET(self) -> None:
        self._answer({"githubLogin": "tester", "name": "tester", "organizations": []})

    def do_POST(self) -> None:
        body = self._body()
        if self.path.endswith("/policypacks"):
            self.server.described = json.loads(body)
            self._answer({"version": 1, "uploadURI": f"{self.server.url}/upload"})
        else:
            self._answer({})

    def do_PUT(self) -> None:
        self.server.archive = self._body()
        self._answer({})

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        del code, size

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") == "chunked":
            return b"".join(self._chunks())
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _chunks(self):
        while size := int(self.rfile.readline().strip(), 16):
            yield self.rfile.read(size)
            self.rfile.readline()

    def _answer(self, document: Any) -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        text = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


@pytest.fixture
def cloud():
    server = Cloud()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def publish(cloud: Cloud, pack: Path, home: Path) -> subprocess.CompletedProcess[str]:
    assert ENGINE
    outside = {name: each for name, each in os.environ.items() if not name.startswith("PULUMI_")}
    given = {
        "PULUMI_BACKEND_URL": cloud.url,
        "PULUMI_ACCESS_TOKEN": "none",
        "PULUMI_HOME": str(home),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    }
    return subprocess.run(
        [str(ENGINE.path), "policy", "publish", "acme", "--non-interactive"],
        cwd=pack,
        env={**outside, **ENGINE.environment(), **given},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("name", [ALL, *PACKS])
def test_each_pack_can_be_published(name, cloud, tmp_path):
    pack = ROOT / "policies" / name

    done = publish(cloud, pack, tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    said = cloud.described
    full = f"landing-zone-{name.replace('_', '-')}"
    assert (said["name"], said["versionTag"]) == (full, OWN_VERSION)
    assert {each["name"] for each in said["policies"]} == {
        "settings",
        *(each.id for each in rules(name)),
    }
    assert said["description"]
    for each in said["policies"]:
        if each["name"] != "settings":
            assert each["description"]
            assert each["severity"]
            assert each["remediationSteps"]
    with tarfile.open(fileobj=io.BytesIO(cloud.archive)) as archive:
        files = {Path(each).name for each in archive.getnames()}
    assert {"PulumiPolicy.yaml", "__main__.py", "requirements.txt"} <= files
    assert cloud.asked[-1].endswith(f"/{full}/versions/{OWN_VERSION}/complete")
