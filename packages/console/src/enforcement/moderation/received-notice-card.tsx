import { NativeSelect } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { useText } from '../../messages/index.ts'
import type { Permissions } from '../../access/session/index.ts'
import { ConfirmButton, Card, FactList, Icon, StateMark } from '../../components/index.ts'
import { Sender } from './notice-sender.tsx'
import type { Received } from './queries.ts'
import styles from './moderation.module.css'

export type NoticeCardProps = { notice: Received; position: number; rights: Permissions }

const elements = ['location', 'reasons', 'name', 'good-faith'] as const

/**
 * A received notice in full, starting with the four required elements and any that are missing. An incomplete notice
 * is still decided.
 */
export function NoticeCard({ notice: received, position, rights }: NoticeCardProps): ReactNode {
  const { t } = useText()
  const { notice, missing, evidence, from } = received
  const item = notice.items?.[position]
  const { right } = notice
  const authority = right?.authority
  // As members of the installation state it; others write what they like.
  const authorities: Readonly<Record<string, string>> = {
    holder: t('received-notice.authority.holder'),
    'agent of the right holder': t('received-notice.authority.agent'),
  }
  const lacks = new Set(missing.map(({ element }) => element))
  const contents = {
    location: [...(item?.urls ?? []), ...(item?.identifiers ?? [])].join('\n'),
    reasons: [notice.reasons, item?.reasons].filter((one) => one !== undefined).join('\n\n'),
    name: [notice.name, notice.email].filter((one) => one !== undefined).join(' · '),
    'good-faith': notice.goodFaith === true ? t('received-notice.good-faith.given') : '',
  }
  return (
    <Card title={t('moderation.notifier-statement')}>
      <ul className={styles.elements}>
        {elements.map((element) => {
          const isLacking = lacks.has(element) || contents[element] === ''
          return (
            <li key={element} data-lacks={isLacking}>
              <Icon name={isLacking ? 'warning' : 'check'} size={16} />
              <div>
                <strong>{t(`notice-element.${element}`)}</strong>{' '}
                {isLacking && (
                  <span className={styles.fine}>
                    {t(
                      contents[element] === ''
                        ? 'received-notice.missing'
                        : 'received-notice.missing.partly',
                    )}
                  </span>
                )}
                {contents[element] !== '' && (
                  <div className={`${styles.words} stranger`} dir="auto">
                    <VisibleText text={contents[element]} />
                  </div>
                )}
              </div>
            </li>
          )
        })}
      </ul>
      {lacks.size > 0 && <p className={styles.note}>{t('received-notice.missing.text')}</p>}
      {notice.childAbuse === true && (
        <p>
          <StateMark tone="bad">{t('received-notice.child-abuse')}</StateMark>
        </p>
      )}
      <FactList
        facts={[
          [t('moderation.from'), <Sender key="from" from={from} />],
          [
            t('moderation.ground'),
            notice.ground === undefined
              ? t('received-notice.ground.none')
              : t(`notice-ground.${notice.ground}`),
          ],
          [
            t('received-notice.right'),
            right &&
              [right.office, right.number, right.work, right.holder].filter(Boolean).join(' · '),
          ],
          [t('received-notice.nice-classes'), right?.classes?.join(', ')],
          [t('received-notice.authority'), authority && (authorities[authority] ?? authority)],
        ]}
      />
      <h3 className={styles.small}>{t('received-notice.evidence')}</h3>
      {evidence.length === 0 ? (
        <p className={styles.fine}>{t('received-notice.evidence.none')}</p>
      ) : (
        <ul className={styles.plain}>
          {evidence.map(({ sha256, items }) => (
            <li key={sha256}>
              {t('received-notice.evidence.package', { count: items })}
              <br />
              <code className={styles.digest}>{sha256}</code>
            </li>
          ))}
        </ul>
      )}
      {rights.manageModeration && <WatchSender id={received.id} />}
    </Card>
  )
}

const roles = ['notifier', 'complainant'] as const

/** Opens a misuse record under Art. 23 DSA from a notice; the notifier's identity stays in the notice. */
function WatchSender({ id }: { id: string }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [role, setRole] = useState<(typeof roles)[number]>('notifier')
  const watch = useMutation({
    mutationFn: () => server.moderation.watch({ body: { role, notice: id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['misuse'] }),
  })
  if (watch.isSuccess) {
    return (
      <p role="status" className={styles.fine}>
        {t('misuse.record-created')} <Link to="/moderation/misuse">{t('misuse.open-records')}</Link>
      </p>
    )
  }
  return (
    <div className={styles.steps}>
      <ConfirmButton
        label={t('misuse.record-notifier')}
        title={t('misuse.record-notifier')}
        text={t('misuse.record-notifier.text')}
        run={() => watch.mutateAsync()}
        button={{ variant: 'default', size: 'compact-sm' }}
      >
        <NativeSelect
          label={t('misuse.role')}
          value={role}
          data={roles.map((value) => ({ value, label: t(`misuse-role.${value}`) }))}
          onChange={({ currentTarget: { value } }) =>
            setRole(value === 'complainant' ? 'complainant' : 'notifier')
          }
        />
      </ConfirmButton>
    </div>
  )
}
