import { Pages, type Style } from './page.ts'

const ink = '#1c2430'
const heading: Style = { size: 16, colour: ink, after: 8 }
const body: Style = { size: 10, colour: ink }

/** A title and paragraphs as a PDF, in every script of the report. */
export async function plainDocument(asked: {
  title: string
  author: string
  paragraphs: readonly string[]
  at: Date
}): Promise<Buffer> {
  const { title, author, paragraphs, at } = asked
  const pages = new Pages({ title, author, footer: `${title} · ${author}`, at })
  pages.paragraph(title, heading)
  for (const text of paragraphs) pages.paragraph(text, body)
  return pages.finish()
}
