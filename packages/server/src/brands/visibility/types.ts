/** The viewer's relation to the subject. */
export const relations = [
  /** The marketplace that owns the listing, or the rights holder that owns the catalog. */
  'owner',
  /** A rights holder, or its agent, that submitted the listing itself. */
  'sender',
  /** A rights holder with an approved claim on a brand that the subject certainly matches. */
  'holder',
  /** The group above such a rights holder. */
  'group',
  /** Another rights holder, with any brands of its own. */
  'rival',
  'authority',
  'other',
] as const
export type Relation = (typeof relations)[number]

/** Organisations that see others' listings by brand: rights holders and their agents. */
export function isRightsSide(kind: string): boolean {
  return kind === 'rights-holder' || kind === 'counsel'
}

/** A viewer of listings: an organisation and the brands visible by its approved claims. */
export type Viewer = {
  organisationId: string
  kind: string
  brands: ReadonlySet<string>
  /** The brands held only by houses of this group. */
  ofHouses: ReadonlySet<string>
  /** The keys of the catalogs it may see: its own, its group's, and its principals'. */
  hears: ReadonlySet<string>
  /** The brands on which a rival has, or had, an approved claim too. */
  besideRivals: ReadonlySet<string>
  /** The brands of a limited membership; undefined without a limit. */
  only?: readonly string[] | undefined
}

/** The viewer limited to a member's brands; unchanged for members without a limit. */
export function limitViewer(viewer: Viewer, only: readonly string[] | undefined): Viewer {
  if (only === undefined) return viewer
  return { ...viewer, brands: new Set(only.filter((brand) => viewer.brands.has(brand))), only }
}
