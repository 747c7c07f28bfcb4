import { RefusedError, type Client } from '@touchstone/client'
import { addressOf } from './address.ts'

/** Sends a body and saves the response as a file. */
export async function downloadResponse<Group extends keyof Client>(
  group: Group,
  name: keyof Client[Group] & string,
  params: Readonly<Record<string, string>>,
  body: unknown,
): Promise<void> {
  const response = await fetch(addressOf(group, name, params), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) {
    throw new RefusedError(response.status, await response.text(), response.headers)
  }
  const disposition = response.headers.get('content-disposition') ?? ''
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = /filename="([^"]+)"/.exec(disposition)?.[1] ?? ''
  link.click()
  URL.revokeObjectURL(link.href)
}
