/** Sums over pairs of values at the same places in two pictures. */
export class CorrelationSums {
  count = 0
  own = 0
  other = 0
  private ownSquared = 0
  private otherSquared = 0
  private product = 0

  add(own: number, other: number): void {
    this.count++
    this.own += own
    this.other += other
    this.ownSquared += own * own
    this.otherSquared += other * other
    this.product += own * other
  }

  with(more: CorrelationSums): CorrelationSums {
    const both = new CorrelationSums()
    both.count = this.count + more.count
    both.own = this.own + more.own
    both.other = this.other + more.other
    both.ownSquared = this.ownSquared + more.ownSquared
    both.otherSquared = this.otherSquared + more.otherSquared
    both.product = this.product + more.product
    return both
  }

  /** How far each scatters about its mean, and both together: sums of squares and of products. */
  scatter(): { own: number; other: number; both: number } {
    const { count, own, other } = this
    return {
      own: this.ownSquared - (own * own) / count,
      other: this.otherSquared - (other * other) / count,
      both: this.product - (own * other) / count,
    }
  }
}
