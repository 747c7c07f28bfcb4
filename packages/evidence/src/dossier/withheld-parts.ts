import { withheldMark, type Dossier } from './model.ts'

/** What a redacted twin withholds, so that no page says of a withheld part that there is none. */
export class WithheldParts {
  private readonly pointers: ReadonlySet<string>

  constructor({ withheld }: Pick<Dossier, 'withheld'>) {
    this.pointers = new Set(withheld.map(({ pointer }) => pointer))
  }

  /** The mark of a withheld part, or the text for one that the complete dossier lacks too. */
  markOr(pointer: string, text: string): string {
    return this.pointers.has(pointer) ? withheldMark : text
  }

  countIn(section: keyof Dossier): number {
    return [...this.pointers].filter(
      (pointer) => pointer === `/${section}` || pointer.startsWith(`/${section}/`),
    ).length
  }

  /** The pointers to the entries of a list, by their places in the complete dossier. */
  entryPointers(section: keyof Dossier, count: number): string[] {
    const pointers: string[] = []
    for (let place = 0; pointers.length < count; place++) {
      const pointer = `/${section}/${place}`
      if (!this.pointers.has(pointer)) pointers.push(pointer)
    }
    return pointers
  }
}
