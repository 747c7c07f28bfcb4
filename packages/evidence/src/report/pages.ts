import { readFileSync } from 'node:fs'
import type { create, Font, Glyph } from 'fontkit'
import type { Face } from './font-faces.ts'
import { linesOf, type Line, type Run } from './bidirectional-lines.ts'

const margin = 56
const leading = 1.45
/** The base line below the top of a line, the same for all scripts: that of Noto Sans. */
const ascent = 1.069

export type Style = {
  size: number
  colour: string
  indent?: number
  /** Width of a line in points; up to the margin by default. */
  width?: number
  before?: number
  after?: number
  /** Room in points that must be left below it on its page, for the beginning of what it heads. */
  followed?: number
}

export type PagesOptions = { title: string; author: string; footer: string; at: Date }

/** Loads the PDF writer, which most processes never need. */
export async function openPages({ title, author, footer, at }: PagesOptions): Promise<Pages> {
  const [{ create }, { default: PDFDocument }] = await Promise.all([
    import('fontkit'),
    import('pdfkit'),
  ])
  const document = new PDFDocument({
    size: 'A4',
    margin: 0,
    pdfVersion: '1.7',
    bufferPages: true,
    displayTitle: true,
    font: '',
    info: { Title: title, Author: author, CreationDate: at, ModDate: at, Producer: 'Touchstone' },
  })
  return new Pages(document, create, footer)
}

/** Pages of text in several scripts; drawing proceeds down the page and on to the next. */
export class Pages {
  private readonly document: PDFKit.PDFDocument
  private readonly createFont: typeof create
  private readonly footer: string
  private readonly fonts = new Map<string, Font>()
  private readonly registered = new Set<string>()
  private readonly bytes: Promise<Buffer>
  private y = margin

  constructor(document: PDFKit.PDFDocument, createFont: typeof create, footer: string) {
    this.document = document
    this.createFont = createFont
    this.footer = footer
    this.bytes = collected(document)
  }

  paragraph(text: string, style: Style): void {
    const { size, indent = 0, before = 0, after = size * 0.4 } = style
    this.y += before
    const left = margin + indent
    const width = style.width ?? this.document.page.width - left - margin
    if (style.followed !== undefined) this.requireRoom(size * leading + after + style.followed)
    for (const line of this.linesIn(text, width, size)) {
      this.requireRoom(size * leading)
      this.line(line, { left, width }, style)
      this.y += size * leading
    }
    this.y += after
  }

  /** A label in its own column, with its text beside it. */
  entry(label: string, text: string, style: Style): void {
    const column = 120
    const width = column - 8
    // A label and the beginning of its text stay on one page.
    const lines = Math.max(2, this.linesIn(label, width, style.size).length)
    this.requireRoom(style.size * leading * lines)
    const top = this.y
    this.paragraph(label, { ...style, width, colour: '#5b6470', after: 0 })
    const below = this.y
    this.y = top
    this.paragraph(text, { ...style, indent: (style.indent ?? 0) + column })
    this.y = Math.max(this.y, below)
  }

  rule(): void {
    this.requireRoom(60)
    this.y += 5
    const { width } = this.document.page
    this.document.moveTo(margin, this.y).lineTo(width - margin, this.y)
    this.document.lineWidth(0.5).strokeColor('#c8cdd3').stroke()
    this.y += 10
  }

  async finish(): Promise<Buffer> {
    const { count } = this.document.bufferedPageRange()
    for (let page = 0; page < count; page++) {
      this.document.switchToPage(page)
      this.y = this.document.page.height - margin + 14
      const place = { left: margin, width: this.document.page.width - 2 * margin }
      const style = { size: 7.5, colour: '#5b6470' }
      const [line] = linesOf(`${this.footer} · ${page + 1} / ${count}`, place.width, (run) =>
        this.widthOf(run, style.size),
      )
      if (line) this.line(line, place, style)
    }
    this.document.end()
    return this.bytes
  }

  private linesIn(text: string, width: number, size: number): Line[] {
    return linesOf(text, width, (run) => this.widthOf(run, size))
  }

  private line(
    { text, runs, rightToLeft }: Line,
    { left, width }: { left: number; width: number },
    { size, colour }: Style,
  ): void {
    const whole = runs.reduce((sum, run) => sum + this.widthOf(run, size), 0)
    let x = rightToLeft ? left + width - whole : left
    this.document.fillColor(colour)
    // Drawn text may be shaped, reordered or an outline: the original text is attached to it.
    this.document.markContent('Span', { actual: text })
    for (const run of runs) {
      if (run.face.outlined)
        this.outline(run, { x, size, colour, weight: run.face.outlined.weight })
      else {
        this.use(run, size)
        this.document.text(drawn(run), x, this.y + size * ascent, {
          lineBreak: false,
          baseline: 'alphabetic',
          features: featuresOf(run),
        })
      }
      x += this.widthOf(run, size)
    }
    this.document.endMarkedContent()
  }

  private outline(
    run: Run,
    { x, size, colour, weight }: { x: number; size: number; colour: string; weight: number },
  ): void {
    const font = this.outlines(run.face)
    const scale = size / font.unitsPerEm
    let at = x
    for (const glyph of glyphsOf(font, run)) {
      this.document.save()
      this.document.transform(scale, 0, 0, -scale, at, this.y + size * ascent)
      this.document.path(glyph.path.toSVG()).lineWidth(weight * font.unitsPerEm)
      this.document.lineJoin('round').fillAndStroke(colour, colour)
      this.document.restore()
      at += glyph.advanceWidth * scale
    }
  }

  private widthOf(run: Run, size: number): number {
    if (run.face.outlined) {
      const font = this.outlines(run.face)
      const advance = glyphsOf(font, run).reduce((sum, glyph) => sum + glyph.advanceWidth, 0)
      return (advance * size) / font.unitsPerEm
    }
    this.use(run, size)
    return this.document.widthOfString(drawn(run), { features: featuresOf(run) })
  }

  private outlines({ file }: Face): Font {
    const known = this.fonts.get(file)
    if (known) return known
    const font = this.createFont(readFileSync(file))
    if (!('layout' in font)) throw new TypeError(`${file} is a collection of fonts`)
    this.fonts.set(file, font)
    return font
  }

  private use({ face }: Run, size: number): void {
    if (!this.registered.has(face.name)) this.document.registerFont(face.name, face.file)
    this.registered.add(face.name)
    this.document.font(face.name).fontSize(size)
  }

  private requireRoom(height: number): void {
    if (this.y + height <= this.document.page.height - margin) return
    this.document.addPage()
    this.y = margin
  }
}

/** Chinese is not shaped: each character has its glyph, which is found far sooner than by the rules of the font. */
function glyphsOf(font: Font, run: Run): Glyph[] {
  return Array.from(drawn(run), (character) =>
    font.glyphForCodePoint(character.codePointAt(0) ?? 0),
  )
}

/** The font shapes and reverses text of its own script; in other faces only marks run from right to left. */
function drawn({ text, face, rightToLeft }: Run): string {
  return rightToLeft && !face.rightToLeft ? Array.from(text).reverse().join('') : text
}

/** With an explicit feature the run is shaped as a whole; otherwise pdfkit would put its words in reading order. */
function featuresOf({ face }: Run): PDFKit.Mixins.OpenTypeFeatures[] | undefined {
  return face.rightToLeft ? ['rtla'] : undefined
}

async function collected(document: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of document as unknown as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}
