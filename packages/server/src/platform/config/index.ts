export * from './config.ts'
export * from './secret.ts'
export * from './screening.ts'
export * from './telemetry.ts'
