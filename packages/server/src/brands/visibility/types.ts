/** What whoever looks is to the thing that is looked at. */
export const relations = [
  /** The marketplace whose listing it is, or the rights holder whose catalog it is. */
  'owner',
  /** A rights holder, or its agent, that sent the listing in itself. */
  'sender',
  /** A rights holder with a standing claim on a brand that the thing is surely about. */
  'holder',
  /** The group above such a rights holder. */
  'group',
  /** Another rights holder, with whatever brands of its own. */
  'rival',
  'authority',
  'other',
] as const
export type Relation = (typeof relations)[number]

/** Those who see listings of others by a brand: who holds rights, and who speaks for them. */
export function isRightsSide(kind: string): boolean {
  return kind === 'rights-holder' || kind === 'counsel'
}

/** Who looks at listings: an organisation, and the brands that its standing claims let it see. */
export type Viewer = {
  organisationId: string
  kind: string
  brands: ReadonlySet<string>
  /** Those of them that only houses of this group hold. */
  ofHouses: ReadonlySet<string>
  /** The keys of the catalogs that it hears: its own, its group's, those that it speaks for. */
  hears: ReadonlySet<string>
  /** Those of the brands on which a rival has a standing claim too, or had one. */
  besideRivals: ReadonlySet<string>
  /** The brands to which the reader's membership is limited; undefined where it is not. */
  only?: readonly string[] | undefined
}

/** The viewer as a member who works for these brands alone; as it is where he works for all. */
export function limitViewer(viewer: Viewer, only: readonly string[] | undefined): Viewer {
  if (only === undefined) return viewer
  return { ...viewer, brands: new Set(only.filter((brand) => viewer.brands.has(brand))), only }
}
