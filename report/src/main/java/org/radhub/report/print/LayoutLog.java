package org.radhub.report.print;

import com.openhtmltopdf.util.Diagnostic;
import com.openhtmltopdf.util.XRLogger;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the layout engine has to say goes where all the hub's log goes: warnings as such, its chatter only where asked for. */
final class LayoutLog implements XRLogger {
    private static final Logger LOG = LoggerFactory.getLogger(Press.class);

    @Override
    public void log(String where, Level level, String message) {
        if (isWarning(level)) {
            LOG.warn("{}: {}", where, message);
        } else {
            LOG.debug("{}: {}", where, message);
        }
    }

    @Override
    public void log(String where, Level level, String message, Throwable cause) {
        if (isWarning(level)) {
            LOG.warn("{}: {}", where, message, cause);
        } else {
            LOG.debug("{}: {}", where, message, cause);
        }
    }

    @Override
    public void setLevel(String logger, Level level) {
        // The hub's own logging configuration decides.
    }

    @Override
    public boolean isLogLevelEnabled(Diagnostic diagnostic) {
        return isWarning(diagnostic.getLevel()) ? LOG.isWarnEnabled() : LOG.isDebugEnabled();
    }

    private static boolean isWarning(Level level) {
        return level.intValue() >= Level.WARNING.intValue();
    }
}
