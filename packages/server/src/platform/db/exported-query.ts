import { expressionBuilder } from 'kysely'
import type { Schema } from './schema.ts'

/**
 * Starts a query that a leaf exports in its `queries.ts`, for others to join: ``sql`from ${organisationProfiles} o`
 * ``. It has no connection and cannot run alone. The planner inlines a query of columns and conditions: the plan is
 * that of the tables.
 */
export const exportedQuery = expressionBuilder<Schema, never>()
