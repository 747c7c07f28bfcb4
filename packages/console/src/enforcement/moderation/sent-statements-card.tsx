import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { StatementReading } from '../appeal-components/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Moment, saveJson } from '../../components/index.ts'
import type { ReceivedItem } from './queries.ts'
import styles from './moderation.module.css'

/** Sent statements of reasons, each with its database record. */
export function StatementCards({ statements }: Pick<ReceivedItem, 'statements'>): ReactNode {
  const { t } = useText()
  return statements.map(({ instance, text, readings, by, to, sentAt, filedAt, record }) => (
    <Card
      key={instance}
      title={t('statement.sent')}
      lead={
        <>
          <Moment at={sentAt} /> · {t(`moderation-choice.${by}`)}{' '}
          <span className="stranger">{to}</span> ·{' '}
          {record === null
            ? t('statement.no-record')
            : filedAt === null
              ? t('statement.unfiled')
              : t('statement.filed')}
        </>
      }
      actions={
        record !== null && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => saveJson(record, `statement-${nameOf(record['puid'])}.json`)}
          >
            {t('statement.download')}
          </Button>
        )
      }
    >
      <pre className={styles.text} lang="en" tabIndex={0}>
        {text}
      </pre>
      <StatementReading text={text} readings={readings} />
    </Card>
  ))
}

function nameOf(puid: unknown): string {
  return typeof puid === 'string' ? puid : 'record'
}
