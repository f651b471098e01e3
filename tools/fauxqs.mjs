// SQS and S3 on a port of this machine: node fauxqs.mjs PORT. The command that comes with the package logs every request.
import { startFauxqs } from "fauxqs";

const server = await startFauxqs({ port: Number(process.argv[2]), logger: false });
console.log(`up ${server.address}`);

// Who started it may be killed and can't end it then.
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(), 1000);
