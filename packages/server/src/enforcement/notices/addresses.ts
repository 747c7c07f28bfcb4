import type { NoticeAddressInput, NoticeAddressView } from '@touchstone/contract'
import { regimeNames } from '@touchstone/jurisdiction'
import { recordEvent } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { addressesOf, deleteAddress, insertAddress } from './addresses-repository.ts'
import { requireConfigurer, requireReader } from './settings.ts'

type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }

export async function listAddresses(
  options: Omit<ServiceInput<never>, 'input'>,
): Promise<Outgoing<NoticeAddressView>[]> {
  return addressesOf(options.handle, requireReader(options.actor).organisationId)
}

export async function addAddress(
  options: ServiceInput<NoticeAddressInput>,
): Promise<Outgoing<NoticeAddressView>> {
  const { handle, input } = options
  const { organisationId } = requireConfigurer(options.actor)
  const { regime } = input
  if (regime !== null && !regimeNames.written.some((one) => one === regime)) {
    const message = `there is no regime ${regime}; available are ${regimeNames.written.join(', ')}; leave it out for another law`
    throw new AppError({ code: 'regime-unknown', message, pointer: '/regime' })
  }
  const id = await insertAddress(handle, organisationId, input)
  const subject = { kind: 'notice-address', id } as const
  await recordEvent({ handle, organisationId, action: 'notice-address-added', subject })
  const added = (await addressesOf(handle, organisationId)).find((one) => one.id === id)
  if (added === undefined) throw new Error(`address ${id} does not exist`)
  return added
}

export async function removeAddress(options: ServiceInput<{ id: string }>): Promise<void> {
  const { handle, input } = options
  const { organisationId } = requireConfigurer(options.actor)
  const { id } = input
  if (!(await deleteAddress(handle, id))) {
    throw new AppError({ code: 'not-found', message: `there is no address ${id}`, pointer: '/id' })
  }
  const subject = { kind: 'notice-address', id } as const
  await recordEvent({ handle, organisationId, action: 'notice-address-removed', subject })
}
