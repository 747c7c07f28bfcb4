import { bounded, readChecked, writeChecked } from './checked-expressions.ts'
import { digestOf, expressionsOfPackages, literalOf } from './expressions.ts'
import { vulnerabilityOf } from './vulnerability.ts'

/** Checks every expression of the packages; of those that were checked before only where `anew`. */
export function checkExpressions({ anew }: { anew: boolean }): {
  checked: number
  vulnerable: string[]
} {
  const known = anew ? new Set<string>() : readChecked()
  const vulnerable: string[] = []
  let checked = 0
  for (const expression of expressionsOfPackages()) {
    const literal = literalOf(expression)
    if (known.has(digestOf(expression)) || Object.hasOwn(bounded, literal)) continue
    checked++
    const why = vulnerabilityOf(expression)
    if (why !== undefined) vulnerable.push(`${literal} (${expression.places.join(', ')}): ${why}`)
  }
  return { checked, vulnerable }
}

/** Lists the expressions that pass as checked. */
export function listChecked(): void {
  writeChecked(
    expressionsOfPackages().filter((expression) => !Object.hasOwn(bounded, literalOf(expression))),
  )
}
