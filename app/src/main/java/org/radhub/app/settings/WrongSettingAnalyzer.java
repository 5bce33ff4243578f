package org.radhub.app.settings;

import org.radhub.storage.WrongSetting;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A hub that does not start because of a setting says which, and not where in the code it found out. */
class WrongSettingAnalyzer extends AbstractFailureAnalyzer<WrongSetting> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, WrongSetting cause) {
        return new FailureAnalysis(cause.getMessage(), "Put that right, and start the hub again.", cause);
    }
}
