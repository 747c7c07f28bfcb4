import { sql } from 'kysely'
import { organisationsIn, type Transaction } from '../../platform/db/index.ts'
import { catalogProducts } from '../../brands/catalog/queries.ts'

/** A changed product with its stored content. */
export type ChangedProduct = {
  organisationId: string
  id: string
  changedAt: Date
  isRemoved: boolean
  content: unknown
}

/** Products in the order of their changes, from a position on. */
export async function changedProducts(
  handle: Transaction,
  { since, limit }: { since: Date; limit: number },
): Promise<ChangedProduct[]> {
  const { rows } = await sql<ChangedProduct>`
    select organisation_id as "organisationId", id, changed_at as "changedAt",
      removed_at is not null as "isRemoved", content
    from ${catalogProducts} p where changed_at >= ${since}::timestamptz
    order by changed_at, organisation_id, id limit ${limit}`.execute(handle)
  return rows
}

type Product = Pick<ChangedProduct, 'organisationId' | 'id'>
export type ProductImage = Product & { url: string }

/** Records the pictures that products name now; references for others are no longer used. */
export async function upsertProductImages(
  handle: Transaction,
  products: readonly Product[],
  pictures: readonly ProductImage[],
): Promise<void> {
  const named = sql`unnest(${pictures.map(({ organisationId }) => organisationId)}::uuid[],
    ${pictures.map(({ id }) => id)}::text[], ${pictures.map(({ url }) => url)}::text[])
    as given (organisation_id, product_id, url)`
  const { rows } = await sql<{ reference: string }>`
    delete from product_pictures p
    using unnest(${products.map(({ organisationId }) => organisationId)}::uuid[],
      ${products.map(({ id }) => id)}::text[]) as known (organisation_id, product_id)
    where p.organisation_id = known.organisation_id and p.product_id = known.product_id
      and not exists (
        select from ${named}
        where given.organisation_id = p.organisation_id and given.product_id = p.product_id
          and given.url = p.url
      )
    returning p.reference_id as reference`.execute(handle)
  const references = rows.flatMap(({ reference }) => reference ?? [])
  // Another product may still show the same picture.
  await sql`
    update picture_references set removed_at = now(), changed_at = now()
    where id = any (${references}::uuid[]) and removed_at is null
      and not exists (select from product_pictures p where p.reference_id = picture_references.id)`.execute(
    handle,
  )
  await sql`
    insert into product_pictures (organisation_id, product_id, url)
    select organisation_id, product_id, url from ${named} on conflict do nothing`.execute(handle)
}

export type DueProductImage = ProductImage & {
  brand: string
  name: string
  attempts: number
}

const isDue = sql`state = 'waiting' and due_at <= now()
  and (claimed_until is null or claimed_until < now())`

export async function hasDueProductImages(handle: Transaction): Promise<boolean> {
  const { rows } =
    await sql`select 1 from product_pictures where ${isDue} order by due_at limit 1`.execute(handle)
  return rows.length > 0
}

/** Claims due product pictures, the longest due first. */
export async function claimDueProductImages(
  handle: Transaction,
  { limit, seconds }: { limit: number; seconds: number },
): Promise<DueProductImage[]> {
  const { rows } = await sql<Omit<DueProductImage, 'name'> & { content: { name?: unknown } }>`
    with recursive ${organisationsIn('product_pictures', sql`state = 'waiting'`)},
    open as materialized (
      select next.organisation_id, next.product_id, next.url from parties cross join lateral (
        select organisation_id, product_id, url, row_number() over (order by due_at) as turn
        from product_pictures where organisation_id = parties.id and ${isDue}
        order by due_at limit ${limit}
      ) next
      order by next.turn, random() limit ${limit}
    )
    update product_pictures p set claimed_until = now() + make_interval(secs => ${seconds})
    from (
      select organisation_id, product_id, url from product_pictures
      where (organisation_id, product_id, url) in (select * from open) and ${isDue}
      for update skip locked
    ) due, ${catalogProducts} of
    where p.organisation_id = due.organisation_id and p.product_id = due.product_id
      and p.url = due.url and of.organisation_id = p.organisation_id and of.id = p.product_id
    returning p.organisation_id as "organisationId", p.product_id as id, p.url, p.attempts,
      of.brand_id as brand, of.content`.execute(handle)
  return rows.map(({ content, ...row }) => ({
    ...row,
    name: typeof content.name === 'string' ? content.name : row.id,
  }))
}

/** A product photograph that could not be downloaded. */
export type MissedImage = {
  product: string
  name: string
  brand: string
  url: string
  state: 'waiting' | 'failed'
  reason: string
  attempts: number
  dueAt: Date | null
}

/** Product photographs of an organisation that could not be downloaded, by product and address. */
export async function pageOfMissedImages(
  handle: Transaction,
  {
    organisationId,
    only,
    after,
    limit,
  }: {
    organisationId: string
    /** The brands of a limited reader. */
    only: readonly string[] | undefined
    limit: number
    after?: readonly [product: string, url: string]
  },
): Promise<MissedImage[]> {
  const { rows } = await sql<Omit<MissedImage, 'name'> & { content: { name?: unknown } }>`
    select p.product_id as product, of.brand_id as brand, of.content, p.url, p.state, p.reason,
      p.attempts, case when p.state = 'waiting' then p.due_at end as "dueAt"
    from product_pictures p
    join ${catalogProducts} of on of.organisation_id = p.organisation_id and of.id = p.product_id
    where p.organisation_id = ${organisationId}::uuid and p.state <> 'stored'
      and p.reason is not null
      ${only === undefined ? sql`` : sql`and of.brand_id = any (${[...only]}::text[])`}
      ${after === undefined ? sql`` : sql`and (p.product_id, p.url) > (${after[0]}, ${after[1]})`}
    order by p.product_id, p.url limit ${limit}`.execute(handle)
  return rows.map(({ content, ...row }) => ({
    ...row,
    name: typeof content.name === 'string' ? content.name : row.product,
  }))
}

/** Retries a missing photograph at once; false if there is none. */
export async function retryMissedImage(
  handle: Transaction,
  {
    organisationId,
    product,
    url,
    only,
  }: { organisationId: string; product: string; url: string; only: readonly string[] | undefined },
): Promise<boolean> {
  const { rows } = await sql`
    update product_pictures p
    set state = 'waiting', attempts = 0, due_at = now(), claimed_until = null
    from ${catalogProducts} of
    where p.organisation_id = ${organisationId}::uuid and p.product_id = ${product}
      and p.url = ${url} and p.state <> 'stored'
      and of.organisation_id = p.organisation_id and of.id = p.product_id
      ${only === undefined ? sql`` : sql`and of.brand_id = any (${[...only]}::text[])`}
    returning p.url`.execute(handle)
  return rows.length > 0
}

export async function markProductImage(
  handle: Transaction,
  { organisationId, id, url }: ProductImage,
  outcome:
    | { reference: string }
    | { reason: string; againInSeconds: number | undefined }
    | { release: true },
): Promise<void> {
  const where = sql`
    where organisation_id = ${organisationId}::uuid and product_id = ${id} and url = ${url}`
  if ('release' in outcome) {
    await sql`update product_pictures set claimed_until = null ${where}`.execute(handle)
  } else if ('reference' in outcome) {
    await sql`
      update product_pictures set state = 'stored', reference_id = ${outcome.reference}::uuid,
        reason = null, claimed_until = null ${where}`.execute(handle)
  } else {
    const { reason, againInSeconds } = outcome
    await sql`
      update product_pictures set attempts = attempts + 1, reason = ${reason},
        claimed_until = null,
        state = case when ${againInSeconds === undefined}::bool then 'failed' else 'waiting' end,
        due_at = now() + make_interval(secs => ${againInSeconds ?? 0}) ${where}`.execute(handle)
  }
}
