/** A stretch of one script in a title, by UTF-16 offsets. */
export interface Piece {
  start: number
  end: number
  script: 'han' | 'latin' | 'digit'
}

const stretch =
  /(?<han>\p{Script=Han}+)|(?<latin>\p{Script=Latin}+(?:['’&.·-]\p{Script=Latin}+)*)|\p{Nd}+/gu
const wordChar = /^[\p{L}\p{N}]/u

/** Splits a title where its script changes; characters other than letters and digits are between the pieces. */
export function piecesOf(text: string): Piece[] {
  return Array.from(text.matchAll(stretch), (match) => {
    const script =
      match.groups?.['han'] !== undefined
        ? 'han'
        : match.groups?.['latin'] !== undefined
          ? 'latin'
          : 'digit'
    return { start: match.index, end: match.index + match[0].length, script }
  })
}

export function isWordChar(text: string, at: number): boolean {
  return wordChar.test(text.slice(at, at + 2))
}

/** The starts and ends of names, to find in one step what is beside a place. */
export class Borders {
  private readonly starts = new Map<number, boolean>()
  private readonly ends = new Map<number, boolean>()
  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  /** @param sure whether the name itself is likely enough to report */
  add(start: number, end: number, sure: boolean): void {
    this.starts.set(start, sure)
    this.ends.set(end, sure)
  }

  /** Whether a name ends here, or one sign before; undefined if none does. */
  before(at: number): boolean | undefined {
    const near = this.ends.get(at)
    return near ?? (isWordChar(this.text, at - 1) ? undefined : this.ends.get(at - 1))
  }

  /** Whether a name begins here, or behind one sign; undefined if none does. */
  after(at: number): boolean | undefined {
    const near = this.starts.get(at)
    return near ?? (isWordChar(this.text, at) ? undefined : this.starts.get(at + 1))
  }
}
