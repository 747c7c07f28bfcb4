import { Cursor, PageQuery } from '../api/endpoint.ts'

export const ListingChangesQuery = PageQuery.omit({ after: true }).extend({
  since: Cursor.optional().meta({ description: 'The `next` value of the previous response.' }),
})
