"""Only the plug-in of Apprise that an address needs is loaded."""

from __future__ import annotations

import subprocess
import sys

import pytest
from apprise.plugins import N_MGR

from monitor.alerts.plugin_modules import MODULES, load_for
from monitor.alerts.send import works


@pytest.mark.parametrize("module", sorted(MODULES))
def test_schemes_are_apprises_own(module):
    """Each module that is loaded alone knows the schemes of the table, and no other module does."""
    known = {scheme for scheme in N_MGR.schemas() if N_MGR[scheme].__module__.split(".")[2] == module}
    assert known == set(MODULES[module])


def test_an_address_loads_its_own_plugin_and_an_unknown_one_all():
    """In a process of its own: JSON loads no other service, mail is prepared, a rare service works too."""
    code = (
        "import sys\n"
        "from monitor.alerts.send import works\n"
        "count = lambda: sum(name.count('.') == 2 and name.startswith('apprise.plugins.') for name in sys.modules)\n"
        "assert works('json://127.0.0.1/') and count() < 5, count()\n"
        "assert 'smtplib' not in sys.modules or 'apprise.plugins.email' not in sys.modules\n"
        "assert works('mailto://a:b@example.org/') and count() < 8, count()\n"
        "import apprise.plugins.email.smtp as mail, smtplib\n"
        "assert mail.smtplib.SMTP is not smtplib.SMTP\n"
        "assert works('kodi://127.0.0.1/') and count() > 100, count()\n"
        "assert works('json://127.0.0.1/') and not works('nothing://127.0.0.1/')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr


@pytest.mark.parametrize("url", ["", "://", "no address", "json:/127.0.0.1", "nothing://host"])
def test_what_is_no_address_is_none(url):
    """A text that is no Apprise URL is loaded for without an error, and does not work."""
    load_for(url)
    assert not works(url)
