import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { readDeployment } from './deployment.ts';
import { SharkStack } from './stack.ts';

const root = join(import.meta.dirname, '..');
const app = new App();
/** `-c rehearsal=true`: synthesize, never deploy. */
const rehearsal = app.node.tryGetContext('rehearsal') === 'true';

new SharkStack(app, { ...readDeployment(root, { rehearsal }), root });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
app.synth();
