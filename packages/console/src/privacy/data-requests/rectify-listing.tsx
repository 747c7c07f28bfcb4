import { Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { ConfirmButton } from '../../components/index.ts'

const start = '{\n  "title": ""\n}'

/** Corrects a listing by a merge patch on its latest version. */
export function RectifyStep(): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [listing, setListing] = useState('')
  const [text, setText] = useState(start)
  const changes = read(text)
  const id = listing.trim().split('/').at(-1) ?? ''
  return (
    <ConfirmButton
      label={t('data-requests.rectify')}
      title={t('data-requests.rectify')}
      text={t('data-requests.rectify.text')}
      ready={id !== '' && changes !== undefined}
      run={async () => {
        if (changes === undefined) return
        await server.retention.rectify({ body: { listing: id, changes } })
        await queries.invalidateQueries()
      }}
      button={{ variant: 'default', size: 'compact-sm' }}
    >
      <TextInput
        label={t('legal-hold.listing')}
        description={t('legal-hold.listing.hint')}
        required
        withAsterisk={false}
        value={listing}
        onChange={({ currentTarget }) => setListing(currentTarget.value)}
      />
      <Textarea
        label={t('data-requests.changes')}
        description={t('data-requests.changes.hint')}
        {...(changes === undefined && { error: t('data-requests.changes.wrong') })}
        autosize
        minRows={4}
        maxRows={14}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
    </ConfirmButton>
  )
}

function read(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
