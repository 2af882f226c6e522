"""The pages that everybody may see. They only read."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from signet.awards import queries as awards
from signet.awards.pictures import class_art
from signet.catalog.models import Classification
from signet.lib import clock
from signet.people.models import Unit
from signet.people.queries import institution
from signet.public.checking import check_given, check_own
from signet.public.forms import MOST_BYTES, TOO_LARGE, VerifyForm
from signet.public.queries.answer import answer, unreachable
from signet.public.queries.badge import badge_page
from signet.public.queries.catalog import classes as every_class
from signet.public.queries.catalog import shelves
from signet.public.queries.pages import achievement_page, home_of, issuer_page
from signet.standards.verify import ResolveError

for_a_minute = cache_control(public=True, max_age=60)
for_a_day = cache_control(public=True, max_age=86_400)
# the same address answers with a document where that is preferred
for_each_kind = vary_on_headers("Accept")


@require_safe
@for_a_minute
def home(request: HttpRequest) -> HttpResponse:
    """The institution, what it publishes, and the way to the verifier."""
    found = shelves()
    pictures = [shelf.art_url for shelf in found]
    told = {
        "here": "home",
        "canonical": f"{home_of(institution())}/",
        "shelves": found,
        # the last one lies on top
        "fan": [pictures[0], pictures[-1], pictures[len(pictures) // 2]] if pictures else [],
    }
    return render(request, "public/home.html", told)


@require_safe
@for_a_minute
def classes(request: HttpRequest) -> HttpResponse:
    """What each class of badge means; the signed alignment of a badge leads here."""
    canonical = f"{home_of(institution())}{request.path}"
    told = {"here": "classes", "canonical": canonical, "classes": every_class()}
    return render(request, "public/classes.html", told)


@require_safe
@for_a_day
def class_picture(_request: HttpRequest, slug: str) -> HttpResponse:
    """The picture of a class."""
    found = get_object_or_404(Classification, slug=slug)
    title = f"{found.name} badge, {institution().name}"
    return HttpResponse(class_art(vars(found), title=title), content_type="image/svg+xml")


@require_safe
@for_a_minute
@for_each_kind
def achievement(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One version of a micro-credential."""
    found = awards.version(uuid)
    if found is None:
        raise Http404
    page = achievement_page(found, institution())
    return render(request, "public/achievement.html", {"page": page})


@require_safe
@for_a_minute
@for_each_kind
def issuer(request: HttpRequest, slug: str) -> HttpResponse:
    """A unit, with what it offers."""
    unit = get_object_or_404(Unit.objects.select_related("merged_into"), slug=slug)
    return render(request, "public/issuer.html", {"page": issuer_page(unit, institution())})


@require_safe
@cache_control(no_cache=True)
@for_each_kind
def badge(request: HttpRequest, public_id: str) -> HttpResponse:
    """The public page of an award, or the same words for one that is not shared and for none."""
    award = awards.badge(public_id)
    if award is None:
        return render(request, "public/not_shared.html", status=404)
    now = clock.now()
    ours = institution()
    report = check_own(awards.signed_bytes(award), home=home_of(ours), now=now)
    page = badge_page(award, report, ours, now=now)
    return render(request, "public/badge.html", {"badge": page})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # what follows is protected; its token is in the body, which may be too large to read
def verify(request: HttpRequest) -> HttpResponse:
    """The verifier: what is handed in is read, answered and forgotten."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        told = {"here": "verify", "form": VerifyForm(), "problem": TOO_LARGE}
        return render(request, "public/verify.html", told, status=413)
    return _verify(request)


@csrf_protect
def _verify(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        form = VerifyForm(initial={"address": request.GET.get("address", "")[:2000]})
        return render(request, "public/verify.html", {"here": "verify", "form": form})
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        told = {"here": "verify", "form": form, "problem": form.problem}
        return render(request, "public/verify.html", told, status=422)
    try:
        report = check_given(form.cleaned_data, home=home_of(institution()), now=clock.now())
    except ResolveError as error:
        found = unreachable(error)
    else:
        found = answer(report)
    told = {"here": "verify", "form": VerifyForm(), "result": found}
    return render(request, "public/verify.html", told)
