/**
 * The units of many forms, one form after the other. With an array for each, a third of an engine's compilation was
 * the collection of garbage.
 */
export class FormList {
  units = new Uint16Array(1 << 12)
  /** Where each form begins, and last where all end. */
  starts = new Int32Array(1 << 10)
  count = 0

  /** Adds a copy of the first units. */
  add(units: Uint16Array, length: number): void {
    const from = this.starts[this.count] as number
    const to = from + length
    if (to > this.units.length) this.units = withRoom(this.units, new Uint16Array(to * 2))
    if (this.count + 2 > this.starts.length)
      this.starts = withRoom(this.starts, new Int32Array(this.starts.length * 2))
    for (let i = 0; i < length; i++) this.units[from + i] = units[i] as number
    this.starts[++this.count] = to
  }
}

function withRoom<A extends Uint16Array | Int32Array>(full: A, larger: A): A {
  larger.set(full)
  return larger
}
