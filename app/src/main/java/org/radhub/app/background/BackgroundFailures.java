package org.radhub.app.background;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.radhub.registry.Trouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.task.ThreadPoolTaskSchedulerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * What fails behind everybody's back is tried again: events from the outbox, tasks at their next time. So the log says once for each listener
 * and task what is the matter, and then how often, instead of a stack for each event.
 */
@Configuration(proxyBeanMethods = false)
class BackgroundFailures {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundFailures.class);
    private static final Duration OVER_AFTER = Duration.ofMinutes(2);

    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();

    /** Is made before everything else, and so does not ask for this class until there is a failure. */
    @Bean
    static AsyncConfigurer eventFailures(ObjectProvider<BackgroundFailures> failures) {
        return new AsyncConfigurer() {
            @Override
            public AsyncUncaughtExceptionHandler getAsyncUncaughtExceptionHandler() {
                return (failure, method, arguments) -> failures.getObject().met(name(method), failure);
            }
        };
    }

    @Bean
    ThreadPoolTaskSchedulerCustomizer scheduledFailures() {
        return scheduler -> scheduler.setErrorHandler(failure -> met(task(failure), failure));
    }

    @Scheduled(fixedDelay = 30_000)
    void lookWhatIsOver() {
        troubles.values().forEach(trouble -> trouble.passedUnlessMetWithin(OVER_AFTER));
    }

    private void met(String where, Throwable failure) {
        troubles.computeIfAbsent(where, name -> new Trouble(LOG, name + " failed and is tried again"))
                .met(failure);
    }

    /** As {@code Arrivals.on(StudyArrived)}. */
    private static String name(Method method) {
        var heard =
                Stream.of(method.getParameterTypes()).map(Class::getSimpleName).findFirst();
        return method.getDeclaringClass().getSimpleName() + "." + method.getName() + "(" + heard.orElse("") + ")";
    }

    /** The outermost of our own methods, which is the one that was scheduled. */
    private static String task(Throwable failure) {
        return Stream.of(failure.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("org.radhub."))
                // Not the proxy before it.
                .filter(frame -> !frame.getClassName().contains("$$"))
                .reduce((inner, outer) -> outer)
                .map(frame -> frame.getClassName()
                                .substring(frame.getClassName().lastIndexOf('.') + 1) + "." + frame.getMethodName())
                .orElse("a scheduled task");
    }
}
