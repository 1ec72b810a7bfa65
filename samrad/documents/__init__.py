"""Files for people: HTML, DOCX, PDF and XLSX made from plain dataclasses. Knows no model.

A document is a title and blocks (`samrad.documents.blocks`); every writer takes the same document:

    from samrad.documents.blocks import Document, Heading, Paragraph, Table
    from samrad.documents.writing import to_docx, to_html, to_pdf

    document = Document(
        title="Kvitto", date=date(2026, 3, 2), reference="S-2026-1",
        blocks=(
            Heading(1, "Ert svar"),
            Paragraph("Vi behöver lokaler."),
            Table(caption="Svar per fråga", headers=("Fråga", "Svar"), rows=(("1", "Ja"),)),
        ),
    )
    pdf: bytes = to_pdf(document)  # PDF/UA-1, made in a child process that ends

A text is a `str`, or a tuple of `Run` where parts of it are bold, links, inserted or deleted. All
text is data: nothing in it is read as markup, control characters are dropped, line breaks are kept.
The title is heading 1 of a web page; `Heading(1, …)` is the level below it. `AddressPage` starts
a new page with a window address, so one document may hold letters to many. The same document gives
the same bytes: dates come from the document, never from the clock. Rows for a spreadsheet go to
`samrad.documents.sheets.to_xlsx`, which reads them one by one.

Templates that people change in Word stand beside this: `packages` and `templates` say what is wrong
with one, `fields` what it may name, and `writing.fill_template` fills it.
"""
