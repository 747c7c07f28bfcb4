import { TouchstoneError } from '@touchstone/contract'
import { rulesOf, type Rules } from '../regime/index.ts'

/** Regimes by name, each as data in its versions, the newest first. */
export type RegimeRegistry = Readonly<
  Record<string, readonly [newest: unknown, ...earlier: unknown[]]>
>

/**
 * Looks up regimes: the newest version, or the named one. Earlier versions stay available while proceedings that began
 * under them are retained, since they continue under them. Each is validated when first used.
 * @throws TouchstoneError `not-found` for a regime or a version that is not there.
 */
export function regimeLookup(registry: RegimeRegistry): (id: string, version?: string) => Rules {
  const ready = new Map<unknown, Rules>()
  const rulesIn = (data: unknown): Rules => {
    const rules = ready.get(data) ?? rulesOf(data)
    ready.set(data, rules)
    return rules
  }
  return (id, version) => {
    const versions = Object.hasOwn(registry, id) ? registry[id] : undefined
    if (versions === undefined) throw absent(`There is no regime ${id}.`)
    if (version === undefined) return rulesIn(versions[0])
    const rules = versions.map(rulesIn).find(({ regime }) => regime.version === version)
    if (rules !== undefined) return rules
    const available = versions.map((data) => rulesIn(data).regime.version)
    throw absent(`${id} is available in version ${available.join(' and ')}, not in ${version}.`)
  }
}

function absent(message: string): TouchstoneError {
  return new TouchstoneError({ code: 'not-found', message })
}
