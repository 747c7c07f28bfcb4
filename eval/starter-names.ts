import { starterPack } from '@touchstone/recognition'

/** Lower-cased names and aliases of the starter pack, as the data spell brands plainly. */
export function starterBrandNames(): Set<string> {
  return new Set(
    starterPack
      .flatMap((pack) => pack.brands)
      .flatMap((brand) => [brand.name, ...brand.aliases.map((alias) => alias.text)])
      .map((name) => name.toLowerCase()),
  )
}
