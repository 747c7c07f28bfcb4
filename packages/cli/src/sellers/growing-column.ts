type Numbers = Int8Array | Int32Array | Float64Array

/** A column of numbers that grows as rows arrive: a few bytes a row, where an object would take hundreds. */
export class GrowingColumn<Column extends Numbers> {
  private values: Column
  private readonly make: (length: number) => Column

  constructor(make: (length: number) => Column) {
    this.make = make
    this.values = make(1024)
  }

  set(row: number, value: number): void {
    if (row >= this.values.length) {
      const wider = this.make(this.values.length * 2)
      wider.set(this.values)
      this.values = wider
    }
    this.values[row] = value
  }

  at(row: number): number {
    return this.values[row] ?? 0
  }
}

/** Texts by number, each kept once. */
export class TextTable {
  private readonly numbers = new Map<string, number>()
  private readonly texts: string[] = []

  numberOf(text: string): number {
    let number = this.numbers.get(text)
    if (number === undefined) {
      number = this.texts.length
      this.numbers.set(text, number)
      this.texts.push(text)
    }
    return number
  }

  textOf(number: number): string {
    return this.texts[number] ?? ''
  }

  get size(): number {
    return this.texts.length
  }
}
