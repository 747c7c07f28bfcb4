import { brandsOf, isMember, type Actor } from '../../access/organisations/index.ts'

/** Ids of the brands for which a person’s membership holds; none: all. */
type Bounded = { brands?: readonly string[] }
/** Who asks of a catalog. */
export type CatalogActor = Actor & Bounded

/** A catalog is its owner’s alone: prices, sellers and channels are nobody else’s to read. */
export function mayReadCatalog(actor: CatalogActor, organisationId: string): boolean {
  switch (actor.kind) {
    case 'operator':
      return true
    case 'key':
      return (
        actor.organisationId === organisationId &&
        actor.scopes.some((scope) => scope === 'catalog:read')
      )
    case 'person':
      return isMember(actor) && actor.organisationId === organisationId
  }
}

/** Whether the actor may change anything at all; which brands, mayUseBrand says. */
export function mayWriteCatalog(actor: CatalogActor, organisationId: string): boolean {
  switch (actor.kind) {
    case 'operator':
      return true
    case 'key':
      return actor.organisationId === organisationId && actor.scopes.includes('catalog:write')
    case 'person':
      return (
        actor.organisationId === organisationId &&
        actor.roles.some((role) => role === 'admin' || role === 'analyst')
      )
  }
}

export function mayUseBrand(actor: CatalogActor, brandId: string): boolean {
  return brandsOf(actor)?.includes(brandId) ?? true
}
