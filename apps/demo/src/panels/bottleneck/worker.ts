import { workerPort } from '../../workers/port.js';
import { messageOf } from '../training/messages.js';
import type { TraceCommand, TraceReport } from './messages.js';
import { trace } from './trace.js';

const port = workerPort<TraceCommand, TraceReport>(({ joint }) => {
  try {
    for (const report of trace(joint)) port.post(report);
  } catch (error) {
    port.post({ kind: 'failed', message: messageOf(error) });
  }
});
