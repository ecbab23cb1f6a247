"""Scrapy's settings. Those that begin with WARRAQ_ are ours; `scrapy crawl news -s NAME=value` sets any.

What is switched off here would swallow or repeat fetches behind the frontier's back: every fetch has
to end as exactly one item, so retries, HTTP errors and duplicates are decided by outcomes.
"""

from crawler import __version__
from crawler.fetching import guard

BOT_NAME = "warraq"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

# Ours
WARRAQ_DATABASE = "sqlite:///output/warraq.db"
WARRAQ_CONTACT = ""  # an address or page for site owners; without it a run takes 50 pages a site at most
WARRAQ_ALLOW_PRIVATE: list[str] = []  # "host:port" that may be private; a source's allow_private adds its own
WARRAQ_ROBOTS_AGENT = "warraq"  # the product token that robots.txt is asked for (RFC 9309 §2.2.1)
WARRAQ_WARC = ""  # a folder for WARC files of what is fetched; without it none are written
WARRAQ_WARC_SIZE = 2**30  # bytes, after which a new file begins: what the WARC guidelines recommend
WARRAQ_BROWSER = ""  # the browser for sources with `render`; without it the first Chromium on PATH
WARRAQ_BROWSER_SECONDS = guard.FETCH_TIMEOUT  # for each page; its start may take three times as long
WARRAQ_CLOCK = "crawler.runs.run.utc_now"  # what a run takes for now; simulations bring their own
WARRAQ_COMMIT = "crawler.runs.run.commit_of"  # crawler → what stores a batch of its items
WARRAQ_WORKERS = 0  # extraction processes; 0 is one a core
WARRAQ_PART = None  # of which run it is a part, where several engines share one (crawler.runs.engines.Part)

# Who we say we are. `crawler.fetching.agent` adds the contact.
USER_AGENT = f"warraq/{__version__} (news crawler)"

# Politeness: one connection a site; each source's delay goes into DOWNLOAD_SLOTS.
CONCURRENT_REQUESTS = 64
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOADER = "crawler.fetching.downloader.Downloader"
DOWNLOAD_DELAY = 1.0
ROBOTSTXT_OBEY = False  # Scrapy's own; ours is in DOWNLOADER_MIDDLEWARES

# The guard
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
TWISTED_DNS_RESOLVER = "crawler.fetching.guard.ScrapyResolver"
DOWNLOAD_HANDLERS = {
    **{"data": None, "file": None, "ftp": None, "s3": None},
    **dict.fromkeys(("http", "https"), "crawler.fetching.handler.Handler"),
}
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_TIMEOUT = guard.FETCH_TIMEOUT
DOWNLOAD_MAXSIZE = guard.MAX_BODY
DOWNLOAD_WARNSIZE = 0
URLLENGTH_LIMIT = guard.MAX_URL
REDIRECT_MAX_TIMES = guard.MAX_REDIRECTS
HTTPPROXY_ENABLED = False  # a proxy would resolve names for us, past the guard
METAREFRESH_ENABLED = False  # news pages reload themselves with it
COOKIES_ENABLED = True  # for fronts alone, within one run: the spider says "dont_merge_cookies" of all else
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # Scrapy's server that runs whatever code it is sent

# One fetch, one item
CONCURRENT_ITEMS = 1  # of one answer; Scrapy makes so many tasks for each, a hundred if nobody says
HTTPERROR_ALLOW_ALL = True
# Bytes of bodies that may be with spider and children before nothing more is fetched of any site: a few of
# the largest listings, so that one which is long in reading holds up nobody else. Scrapy's own are 5 MB.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 4 * guard.MAX_LISTING
RETRY_ENABLED = False
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.fetching.middlewares.UrlLengthMiddleware": 50,
    "crawler.fetching.robots.RobotsMiddleware": 100,
    "crawler.fetching.challenge.ChallengeMiddleware": 570,
    "crawler.fetching.middlewares.FirstBytes": 580,
    "crawler.fetching.middlewares.DecodeMiddleware": 590,
    "crawler.fetching.middlewares.CookieWallMiddleware": 710,
    "crawler.fetching.middlewares.LocationMiddleware": 720,
    "crawler.fetching.warc.RecordMiddleware": 950,  # next to the downloader: bodies as they came
}

ITEM_PIPELINES = {
    "pipelines.validate.ValidatePipeline": 100,
    "pipelines.clean.CleanPipeline": 200,
    "pipelines.language.LanguagePipeline": 300,
    "pipelines.deduplicate.DeduplicatePipeline": 400,
    "pipelines.store.StorePipeline": 500,
}

LOG_LEVEL = "INFO"
LOG_FORMATTER = "crawler.runs.logs.QuietFormatter"
EXTENSIONS = {"scrapy.extensions.logstats.LogStats": None}
