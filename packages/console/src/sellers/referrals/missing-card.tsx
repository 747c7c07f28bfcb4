import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Card, Icon, Refused } from '../../components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import type { PartProps } from './draft-referral.tsx'
import { fieldId, fieldOf, focusField } from './missing-fields.ts'
import { referralKey, referralsKey, useTemplates } from './queries.ts'
import styles from './referrals.module.css'

const groups = ['blocks', 'required', 'wanted'] as const

/** What is missing, each a way to its field; and the submission for release. */
export function MissingCard({ referral, writing }: PartProps): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const templates = useTemplates()
  const { id, missing, template } = referral
  const lines = templates.data?.find((one) => one.id === template)?.lines ?? []
  const submit = useMutation({
    mutationFn: async () => {
      if (!(await writing.save())) return
      const { version } = await server.referrals.read({ params: { id } })
      await server.referrals.act({
        params: { id },
        body: { action: { type: 'submit' }, expectedVersion: version },
      })
      await queries.invalidateQueries({ queryKey: referralKey(id) })
      await queries.invalidateQueries({ queryKey: referralsKey })
    },
  })
  const blocking = missing.filter(({ blocks }) => blocks).length + writing.incomplete.length
  return (
    <Card title={t('dossier.missing')}>
      {missing.length + writing.incomplete.length === 0 && (
        <p className={styles.done}>
          <Icon name="check" size={16} /> {t('dossier.missing.none')}
        </p>
      )}
      {writing.incomplete.length > 0 && (
        <Ways
          title={t('dossier.missing.incomplete')}
          isBlocking
          ways={writing.incomplete.map((part) => ({
            words: t(`dossier-part.${part}`),
            field: fieldId(`/${part}`),
          }))}
        />
      )}
      {groups.map((group) => {
        const own = missing.filter((one) =>
          one.blocks ? group === 'blocks' : group === (one.required ? 'required' : 'wanted'),
        )
        if (own.length === 0) return null
        return (
          <Ways
            key={group}
            title={t(`dossier.missing.${group}`)}
            isBlocking={group === 'blocks'}
            ways={own.map(({ line, label }) => {
              const known = lines.find((one) => one.id === line)
              return {
                words: known?.label ?? label,
                field: fieldOf(known ?? { id: line, section: '', stated: false }),
              }
            })}
          />
        )
      })}
      <div className={styles.steps}>
        <Button
          loading={submit.isPending}
          disabled={blocking > 0 || writing.state === 'conflict'}
          onClick={() => submit.mutate()}
        >
          {t('dossier.submit')}
        </Button>
      </div>
      <p className={styles.fine}>{t('dossier.submit.hint')}</p>
      <Refused error={submit.error} />
    </Card>
  )
}

type WaysProps = {
  title: string
  isBlocking: boolean
  ways: readonly { words: string; field: string }[]
}

function Ways({ title, isBlocking, ways }: WaysProps): ReactNode {
  return (
    <div className={styles.gap}>
      <h3>{title}</h3>
      <ul className={styles.missing}>
        {ways.map(({ words, field }) => (
          <li key={`${field} ${words}`}>
            <button
              type="button"
              className={styles.way}
              data-blocking={isBlocking}
              onClick={() => focusField(field)}
            >
              {words}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
