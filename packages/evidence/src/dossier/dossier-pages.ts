import type { Pages, Style } from '../report/index.ts'
import type { Dossier } from './model.ts'
import { cutText } from './visible-text.ts'
import { WithheldParts } from './withheld-parts.ts'
import { figuresIn, wordsIn, type Figures, type Say, type WordKey } from './words.ts'

/** Of a text beside a label; the whole is in the other files. */
const longestText = 2000
const ink = '#1c2430'
export const styles = {
  title: { size: 20, colour: ink, after: 6 },
  heading: { size: 13, colour: ink, before: 12, after: 6, followed: 45 },
  body: { size: 10, colour: ink },
  small: { size: 8.5, colour: ink, after: 1 },
  warning: { size: 11, colour: '#8a1c1c', before: 4, after: 6 },
} as const satisfies Record<string, Style>

/** Pages of a dossier in its language. */
export class DossierPages {
  readonly say: Say
  readonly figures: Figures
  private readonly pages: Pages
  readonly withheld: WithheldParts

  constructor(pages: Pages, dossier: Pick<Dossier, 'language' | 'withheld'>) {
    this.pages = pages
    this.say = wordsIn(dossier.language)
    this.figures = figuresIn(dossier.language)
    this.withheld = new WithheldParts(dossier)
  }

  /** Says of an empty section that there is nothing, unless something of it is withheld. */
  absence(section: keyof Dossier, key: WordKey): void {
    const count = this.withheld.countIn(section)
    this.paragraph(count > 0 ? this.say('none.withheld', { count }) : this.say(key))
  }

  paragraph(text: string, style: Style = styles.body): void {
    this.pages.paragraph(text, style)
  }

  heading(key: WordKey): void {
    this.pages.paragraph(this.say(key), styles.heading)
  }

  entry(key: WordKey, text: string, style: Style = styles.body): void {
    this.labelled(this.say(key), text, style)
  }

  /** Nothing without a text. */
  small(key: WordKey, text: string | null): void {
    if (text !== null && text !== '') this.labelled(this.say(key), text, styles.small)
  }

  labelled(label: string, text: string, style: Style = styles.body): void {
    this.pages.entry(label, cutText(text, longestText), style)
  }

  rule(): void {
    this.pages.rule()
  }

  /** Each entry under a rule; how many are not shown, after them. */
  async list<T>(
    entries: readonly T[],
    most: number,
    write: (entry: T, place: number) => void,
  ): Promise<void> {
    for (const [place, entry] of entries.slice(0, most).entries()) {
      await breathe()
      this.rule()
      write(entry, place)
    }
    const count = entries.length - most
    if (count > 0) this.paragraph(this.say('more', { count }))
  }

  async finish(): Promise<Buffer> {
    return this.pages.finish()
  }
}

/** Lets other work of the process run. */
async function breathe(): Promise<void> {
  await new Promise<void>((resume) => {
    setImmediate(resume)
  })
}
