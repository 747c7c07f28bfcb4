import { Button, Group, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { MarketplaceNameView } from '@touchstone/contract'
import { useState, type FormEvent, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, Columns, QueryStatus, Refused } from '../../components/index.ts'
import { marketplaceNamesKey, server, useMarketplaceNames } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { useSeenMarketplaces } from '../queries.ts'

/** What marketplaces are called, for those that an admin may name. */
export function MarketplaceNames(): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  const names = useMarketplaceNames()
  const seen = useSeenMarketplaces(true)
  if (!names.isSuccess) return <QueryStatus query={names} />
  const marketplaces = [...new Set([...names.data.keys(), ...seen])].toSorted()
  if (marketplaces.length === 0) return null
  return (
    <Card title={t('import.marketplace-names')} lead={t('import.marketplace-names.description')}>
      <Columns
        wide
        caption={t('import.marketplace-names')}
        heads={[
          t('import.marketplace-names.in-listings'),
          t('import.marketplace-names.name'),
          t('import.marketplace-names.source'),
        ]}
      >
        {marketplaces.map((marketplace) => (
          <Row
            key={marketplace}
            marketplace={marketplace}
            named={names.data.get(marketplace)}
            mayName={rights.manageOrganisation}
          />
        ))}
      </Columns>
    </Card>
  )
}

type RowProps = {
  marketplace: string
  named: MarketplaceNameView | undefined
  mayName: boolean
}

function Row({ marketplace, named, mayName }: RowProps): ReactNode {
  const { t } = useText()
  const [isEditing, setEditing] = useState(false)
  const isOfAnother = named?.source === 'responsible' && !named.own
  return (
    <tr>
      <td className="stranger">{marketplace}</td>
      <td>
        {isEditing ? (
          <NameForm marketplace={marketplace} named={named} onClose={() => setEditing(false)} />
        ) : (
          <Group gap="sm">
            <span className="stranger">{named?.name ?? '–'}</span>
            {mayName && !isOfAnother && (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={t('import.marketplace-names.change-of', { marketplace })}
                onClick={() => setEditing(true)}
              >
                {t('import.marketplace-names.change')}
              </Button>
            )}
          </Group>
        )}
      </td>
      <td>{named === undefined ? '–' : t(`import.marketplace-names.source.${named.source}`)}</td>
    </tr>
  )
}

type NameFormProps = Pick<RowProps, 'marketplace' | 'named'> & { onClose: () => void }

function NameForm({ marketplace, named, onClose }: NameFormProps): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [typed, setTyped] = useState(named?.own ? named.name : '')
  const name = typed.trim()
  const save = useMutation({
    mutationFn: () =>
      name === ''
        ? server.marketplaceNames.remove({ params: { marketplace } })
        : server.marketplaceNames.set({ params: { marketplace }, body: { name } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: marketplaceNamesKey })
      onClose()
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Group gap="sm" align="end">
        <TextInput
          size="xs"
          aria-label={t('import.marketplace-names.name-of', { marketplace })}
          maxLength={100}
          value={typed}
          autoFocus
          onChange={({ currentTarget: { value } }) => setTyped(value)}
        />
        <Button
          size="xs"
          type="submit"
          loading={save.isPending}
          disabled={name === '' && !named?.own}
        >
          {t('import.marketplace-names.save')}
        </Button>
        <Button size="xs" variant="subtle" onClick={onClose}>
          {t('state.cancel')}
        </Button>
      </Group>
      <Refused error={save.error} />
    </form>
  )
}
