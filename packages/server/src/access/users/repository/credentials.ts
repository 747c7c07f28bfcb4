import { sql } from 'kysely'
import type { Failures } from '../sign-in-delays.ts'
import type { Transaction } from '../../../platform/db/index.ts'

export type Credential = { passwordHash: string; mustChange: boolean }

export async function findCredential(
  handle: Transaction,
  personId: string,
): Promise<(Credential & { deviceEpoch: string }) | undefined> {
  return handle
    .selectFrom('credentials')
    .select([
      'password_hash as passwordHash',
      'must_change as mustChange',
      'device_epoch as deviceEpoch',
    ])
    .where('person_id', '=', personId)
    .executeTakeFirst()
}

/** Sets the password; devices that proved the previous one are forgotten. */
export async function upsertCredential(
  handle: Transaction,
  personId: string,
  { passwordHash, mustChange }: Credential,
): Promise<void> {
  const row = { password_hash: passwordHash, must_change: mustChange }
  await handle
    .insertInto('credentials')
    .values({ person_id: personId, ...row })
    .onConflict((conflict) =>
      conflict
        .column('person_id')
        .doUpdateSet({ ...row, changed_at: sql`now()`, device_epoch: sql`gen_random_uuid()` }),
    )
    .execute()
}

/** Invalidates the cookies of all known devices of a user. */
export async function endDevices(handle: Transaction, personId: string): Promise<void> {
  await handle
    .updateTable('credentials')
    .set({ device_epoch: sql`gen_random_uuid()` })
    .where('person_id', '=', personId)
    .execute()
}

/** Rehashes the same password under current parameters; false if another change came first. */
export async function replacePasswordHash(
  handle: Transaction,
  personId: string,
  hashes: { old: string; new: string },
): Promise<void> {
  await handle
    .updateTable('credentials')
    .set({ password_hash: hashes.new })
    .where('person_id', '=', personId)
    .where('password_hash', '=', hashes.old)
    .execute()
}

export async function deleteCredential(handle: Transaction, personId: string): Promise<void> {
  await handle.deleteFrom('credentials').where('person_id', '=', personId).execute()
}

export type SecondFactor = { sealedSecret: Buffer; confirmed: boolean }

export async function findSecondFactor(
  handle: Transaction,
  personId: string,
): Promise<SecondFactor | undefined> {
  const row = await handle
    .selectFrom('second_factors')
    .select(['sealed_secret as sealedSecret', 'confirmed_at as confirmedAt'])
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return row && { sealedSecret: row.sealedSecret, confirmed: row.confirmedAt !== null }
}

export async function insertSecondFactor(
  handle: Transaction,
  personId: string,
  sealedSecret: Buffer,
): Promise<void> {
  await handle
    .insertInto('second_factors')
    .values({ person_id: personId, sealed_secret: sealedSecret })
    .execute()
}

export async function confirmSecondFactor(handle: Transaction, personId: string): Promise<void> {
  await handle
    .updateTable('second_factors')
    .set({ confirmed_at: sql`now()` })
    .where('person_id', '=', personId)
    .execute()
}

const keptSteps = 20

/**
 * Consumes a time step; false if it or a later one was used before. A step later than any currently accepted comes
 * from a clock that was ahead, and locks nobody out.
 */
export async function consumeTotpStep(
  handle: Transaction,
  personId: string,
  { step, latest }: { step: number; latest: number },
): Promise<boolean> {
  const { numUpdatedRows } = await handle
    .updateTable('second_factors')
    .set({
      last_step: step,
      used_steps: sql`(array_prepend(${step}::int8, used_steps))[1:${sql.lit(keptSteps)}]`,
    })
    .where('person_id', '=', personId)
    .where(sql<boolean>`${step}::int8 <> all (used_steps)`)
    .where((row) => row.or([row('last_step', '<', step), row('last_step', '>', latest)]))
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export type CodeFailures = { failures: number; failedAt: Date | null }

/** A user's wrong codes since the last complete sign-in; concurrent callers wait for this transaction. */
export async function lockCodeFailures(
  handle: Transaction,
  personId: string,
): Promise<CodeFailures | undefined> {
  return handle
    .selectFrom('second_factors')
    .select(['failures', 'failed_at as failedAt'])
    .where('person_id', '=', personId)
    .forUpdate()
    .executeTakeFirst()
}

export async function setCodeFailures(
  handle: Transaction,
  personId: string,
  { failures, failedAt }: CodeFailures,
): Promise<void> {
  await handle
    .updateTable('second_factors')
    .set({ failures: Math.min(failures, 1_000_000), failed_at: failedAt })
    .where('person_id', '=', personId)
    .execute()
}

export async function setSecondFactorLock(
  handle: Transaction,
  personId: string,
  at: Date | null,
): Promise<void> {
  await handle
    .updateTable('second_factors')
    .set({ locked_at: at })
    .where('person_id', '=', personId)
    .execute()
}

/** Since when wrong codes locked a second factor, if the user has not been informed yet. */
export async function findUnannouncedLock(
  handle: Transaction,
  personId: string,
): Promise<Date | null> {
  const row = await handle
    .selectFrom('second_factors')
    .select('locked_at as lockedAt')
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return row?.lockedAt ?? null
}

export async function deleteSecondFactor(handle: Transaction, personId: string): Promise<void> {
  await handle.deleteFrom('recovery_codes').where('person_id', '=', personId).execute()
  await handle.deleteFrom('second_factors').where('person_id', '=', personId).execute()
}

export async function replaceRecoveryCodes(
  handle: Transaction,
  personId: string,
  hashes: Buffer[],
): Promise<void> {
  await handle.deleteFrom('recovery_codes').where('person_id', '=', personId).execute()
  await handle
    .insertInto('recovery_codes')
    .values(hashes.map((hash) => ({ person_id: personId, code_hash: hash })))
    .execute()
}

/** Consumes a recovery code; false if it does not exist or was used before. */
export async function consumeRecoveryCode(
  handle: Transaction,
  personId: string,
  codeHash: Buffer,
): Promise<boolean> {
  const { numUpdatedRows } = await handle
    .updateTable('recovery_codes')
    .set({ used_at: sql`now()` })
    .where('person_id', '=', personId)
    .where('code_hash', '=', codeHash)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

type Federated = { issuer: string; subject: string }

export async function findFederatedUser(
  handle: Transaction,
  { issuer, subject }: Federated,
): Promise<string | undefined> {
  const row = await handle
    .selectFrom('federated_identities')
    .select('person_id as personId')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row?.personId
}

/** Whether a user is known at this provider, under any identity. */
export async function hasFederatedIdentity(
  handle: Transaction,
  personId: string,
  issuer: string,
): Promise<boolean> {
  const row = await handle
    .selectFrom('federated_identities')
    .select('subject')
    .where('person_id', '=', personId)
    .where('issuer', '=', issuer)
    .executeTakeFirst()
  return row !== undefined
}

export async function insertFederatedIdentity(
  handle: Transaction,
  personId: string,
  federated: Federated,
): Promise<void> {
  await handle
    .insertInto('federated_identities')
    .values({ ...federated, person_id: personId })
    .execute()
}

/** The failures so far; concurrent callers for the same keys wait for this transaction. */
export async function lockFailures(
  handle: Transaction,
  keys: readonly string[],
): Promise<Map<string, Failures>> {
  // A row lock would not do: before the first failure there is no row.
  for (const key of keys.toSorted()) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(handle)
  }
  const rows = await handle
    .selectFrom('throttles')
    .select(['key', 'failures', 'failed_at as failedAt'])
    .where('key', 'in', keys)
    .execute()
  return new Map(rows.map(({ key, ...failures }) => [key, failures]))
}

/** Counts a failure, restarting after a long pause. */
export async function recordFailure(
  handle: Transaction,
  key: string,
  at: Date,
  forgottenBefore: Date,
): Promise<void> {
  await handle
    .insertInto('throttles')
    .values({ key, failures: 1, failed_at: at })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        failures: sql`case when throttles.failed_at <= ${forgottenBefore} then 1
          else least(throttles.failures, 1000000) + 1 end`,
        failed_at: at,
      }),
    )
    .execute()
}

export async function deleteFailures(handle: Transaction, key: string): Promise<void> {
  await handle.deleteFrom('throttles').where('key', '=', key).execute()
}

/** Moves a failure dated in the future by a wrong clock to the present. */
export async function clampFailureTime(handle: Transaction, key: string, now: Date): Promise<void> {
  await handle.updateTable('throttles').set({ failed_at: now }).where('key', '=', key).execute()
}

/** Uncounts an attempt that succeeded. */
export async function undoFailure(handle: Transaction, key: string): Promise<void> {
  await handle.deleteFrom('throttles').where('key', '=', key).where('failures', '<=', 1).execute()
  await handle
    .updateTable('throttles')
    .set({ failures: sql`failures - 1` })
    .where('key', '=', key)
    .execute()
}

/** Deletes expired failures; for the operator. */
export async function deleteOldFailures(handle: Transaction, before: Date): Promise<void> {
  await handle.deleteFrom('throttles').where('failed_at', '<=', before).execute()
}
