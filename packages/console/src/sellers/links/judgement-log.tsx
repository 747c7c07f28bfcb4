import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { Card, Columns, Moment, Paged, Refused, StateMark } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import {
  AccountName,
  type StoredJudgement,
  useJudgementAction,
  useJudgements,
} from '../link-components/index.ts'
import styles from './review.module.css'

const tones = { 'in-force': 'good', 'awaiting-approval': 'waiting', withdrawn: 'plain' } as const

/** What people said of pairs, with a way back, and a second person’s approval where it takes one. */
export function JudgementLog(): ReactNode {
  const { t } = useText()
  const pages = useJudgements()
  const act = useJudgementAction()
  return (
    <Card title={t('link-review.log')}>
      <Refused error={act.error} />
      <Paged pages={pages} empty={<p className={styles.fine}>{t('link-review.log.none')}</p>}>
        {(items) => (
          <Columns
            caption={t('link-review.log')}
            heads={[
              t('link-review.column.pair'),
              t('link-review.log.judgement'),
              t('link-review.log.state'),
              t('link-review.log.when'),
              t('link-review.log.actions'),
            ]}
          >
            {items.map((judgement) => (
              <tr key={judgement.id}>
                <td className="stranger">
                  <AccountName id={judgement.a} /> · <AccountName id={judgement.b} />
                </td>
                <td>
                  {t(`links.judgement.${judgement.judgement}`)}
                  {judgement.reason !== null && (
                    <span className={`${styles.fine} stranger`}>
                      <br />
                      <VisibleText text={judgement.reason} />
                    </span>
                  )}
                </td>
                <td>
                  <StateMark tone={tones[judgement.state]}>
                    {t(`link-review.state.${judgement.state}`)}
                  </StateMark>
                </td>
                <td>
                  <Moment at={judgement.at} />
                </td>
                <td>
                  <Actions
                    judgement={judgement}
                    isActing={act.isPending}
                    onAct={(type) => act.mutate({ ids: [judgement.id], type })}
                  />
                </td>
              </tr>
            ))}
          </Columns>
        )}
      </Paged>
    </Card>
  )
}

type ActionsProps = {
  judgement: StoredJudgement
  isActing: boolean
  onAct: (type: 'withdraw' | 'approve') => void
}

function Actions({ judgement: { state, by }, isActing, onAct }: ActionsProps): ReactNode {
  const { t } = useText()
  const member = useMember()
  const { judgeLinks } = permissionsOf(member)
  if (!judgeLinks || state === 'withdrawn') return '–'
  const button = { size: 'compact-sm', variant: 'default', disabled: isActing } as const
  return (
    <span className={styles.buttons}>
      {state === 'awaiting-approval' && by !== member.person.id && (
        <Button {...button} onClick={() => onAct('approve')}>
          {t('link-review.approve')}
        </Button>
      )}
      <Button {...button} onClick={() => onAct('withdraw')}>
        {t('link-review.withdraw')}
      </Button>
    </span>
  )
}
