/**
 * A room of bytes that several share. One of them may use as much as is left free after it: alone half of the room, two
 * a third each; whoever comes next always finds some.
 */
export class ByteShares {
  readonly size: number
  private used = 0
  private readonly perHolder = new Map<string, number>()

  constructor(size: number) {
    this.size = size
  }

  usedBy(holder: string): number {
    return this.perHolder.get(holder) ?? 0
  }

  /** Whether so many bytes more are within the share of `holder`. */
  hasRoom(holder: string, bytes: number): boolean {
    return this.usedBy(holder) + bytes <= this.size - this.used - bytes
  }

  add(holder: string, bytes: number): void {
    this.used += bytes
    const now = this.usedBy(holder) + bytes
    if (now === 0) this.perHolder.delete(holder)
    else this.perHolder.set(holder, now)
  }
}
