import { brandsOf, isMember, type Actor } from '../../access/organisations/index.ts'

/** Ids of the brands that a membership covers; empty means all. */
type Bounded = { brands?: readonly string[] }
export type CatalogActor = Actor & Bounded

/** A catalog is private to its owner: nobody else may read its prices, sellers and channels. */
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

/** Whether the actor may change the catalog at all; mayUseBrand decides on each brand. */
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
