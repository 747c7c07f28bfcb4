import { expressionBuilder } from 'kysely'
import type { Schema } from './schema.ts'

/**
 * Begins a query that a leaf exports in its `queries.ts`, so that others join it in a statement of theirs:
 * ``sql`from ${organisationProfiles} o` ``. It has no connection and cannot run alone. The planner pulls a query of
 * columns and conditions up into the statement: the plan is that of the tables.
 */
export const exportedQuery = expressionBuilder<Schema, never>()
