export { jobGauges } from './gauges.ts'
export { defineJob, type Job } from './job.ts'
export { startJobs, type Jobs, type QueueState } from './jobs.ts'
