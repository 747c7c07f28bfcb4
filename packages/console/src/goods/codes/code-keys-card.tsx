import { NativeSelect } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  Card,
  Columns,
  ConfirmButton,
  Empty,
  Moment,
  QueryStatus,
  ShownOnce,
  StateMark,
} from '../../components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { codeKeysKey, useCodeKeys } from '../queries.ts'
import styles from '../goods.module.css'

const holders = ['server', 'maker'] as const
const tones = { 'in-use': 'good', retired: 'plain', revoked: 'bad' } as const

/** The keys with which the organisation signs its codes. */
export function CodeKeysCard(): ReactNode {
  const { t } = useText()
  const { manageOrganisation } = permissionsOf(useMember())
  const queries = useQueryClient()
  const keys = useCodeKeys()
  const [heldBy, setHeldBy] = useState<(typeof holders)[number]>('server')
  const [privateKey, setPrivateKey] = useState<string | null>(null)
  const refresh = () => queries.invalidateQueries({ queryKey: codeKeysKey })
  const create = async (): Promise<void> => {
    const made = await server.codeKeys.create({ body: { heldBy } })
    setPrivateKey(made.privateKey)
    await refresh()
  }
  const revoke = async (id: string): Promise<void> => {
    await server.codeKeys.act({ params: { id }, body: { action: { type: 'revoke' } } })
    await refresh()
  }
  const items = keys.data?.items ?? []
  const isUsed = items.some(({ state }) => state === 'in-use')
  const label = t(isUsed ? 'codes.keys.replace' : 'codes.keys.create')
  return (
    <Card title={t('codes.keys')} lead={t('codes.keys.lead')}>
      {!keys.data && <QueryStatus query={keys} />}
      {keys.data && items.length === 0 && (
        <Empty title={t('codes.keys.empty')} icon="key">
          {t('codes.keys.empty.text')}
        </Empty>
      )}
      {items.length > 0 && (
        <Columns
          caption={t('codes.keys')}
          heads={[
            t('codes.keys.key'),
            t('codes.keys.state'),
            t('codes.keys.made-at'),
            ...(manageOrganisation ? [t('codes.keys.revoke')] : []),
          ]}
        >
          {items.map(({ id, state, madeAt }) => (
            <tr key={id}>
              <td>
                <code title={id}>{id.slice(0, 16)}</code>
              </td>
              <td>
                <StateMark tone={tones[state]}>{t(`codes.keys.state.${state}`)}</StateMark>
              </td>
              <td>
                <Moment at={madeAt} only="day" />
              </td>
              {manageOrganisation && (
                <td>
                  {state !== 'revoked' && (
                    <ConfirmButton
                      label={t('codes.keys.revoke')}
                      of={id.slice(0, 16)}
                      title={t('codes.keys.revoke.title')}
                      text={t('codes.keys.revoke.text')}
                      run={() => revoke(id)}
                      button={{ variant: 'default', size: 'compact-sm' }}
                    />
                  )}
                </td>
              )}
            </tr>
          ))}
        </Columns>
      )}
      {privateKey !== null && (
        <ShownOnce
          label={t('codes.keys.private')}
          hint={t('codes.keys.private.hint')}
          secret={privateKey}
        />
      )}
      {manageOrganisation && keys.data && (
        <div className={styles.steps}>
          <ConfirmButton
            label={label}
            title={label}
            text={t('codes.keys.create.text')}
            run={create}
          >
            <NativeSelect
              label={t('codes.keys.held-by')}
              value={heldBy}
              data={holders.map((value) => ({ value, label: t(`codes.keys.held-by.${value}`) }))}
              onChange={({ currentTarget: { value } }) =>
                setHeldBy(holders.find((one) => one === value) ?? 'server')
              }
            />
          </ConfirmButton>
        </div>
      )}
    </Card>
  )
}
