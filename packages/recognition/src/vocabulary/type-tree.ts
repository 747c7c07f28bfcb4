import type { ProductType } from '#contract'

/** Product types by id, each with the wider types that it is one of. */
export class TypeTree {
  private readonly byId: Map<string, ProductType>
  private readonly lineages = new Map<string, ReadonlySet<string>>()

  constructor(types: readonly ProductType[]) {
    this.byId = new Map(types.map((type) => [type.id, type]))
    for (const { id } of types) this.lineages.set(id, new Set(this.lineage(id)))
  }

  get(id: string): ProductType | undefined {
    return this.byId.get(id)
  }

  /** The type itself, its parent, its parent's parent. */
  lineage(id: string): string[] {
    const line: string[] = []
    for (let at: string | undefined = id; at !== undefined && !line.includes(at);)
      [at] = [this.byId.get(at)?.parent, line.push(at)]
    return line
  }

  /** True if they are the same, or one is a kind of the other. */
  related(a: string, b: string): boolean {
    return a === b || this.lineages.get(a)?.has(b) === true || this.lineages.get(b)?.has(a) === true
  }
}
